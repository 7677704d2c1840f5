package check

import (
	"strings"
	"testing"

	"chabiao/corpus"
	"chabiao/corpus/number"
	"chabiao/indexer/problem"

	"github.com/google/go-cmp/cmp"
)

var today = corpus.Date{Year: 2026, Month: 6, Day: 1}

// TestRow has, for every doubt about a row, rows that it is told of and near
// misses of which nothing must be told. Rows have a title unless they say none.
func TestRow(t *testing.T) {
	for _, tt := range []struct {
		entry string
		want  string // field:kind of each note
	}{
		{`"status":"current","published":"2008-12-30","implemented":"2009-07-01","ics":["03.120.10"],"ccs":["A00"]`, ""},

		{`"number":"QQXX/T 8007-2008"`, "number:number_prefix_unknown"},
		{`"number":"ASTM A36/A36M-19"`, ""},
		{`"number":"Q/ABC 001-2020"`, ""},
		{`"number":"T/CECS 10001-2019"`, ""},
		{`"number":"DB37/T 1234-2020"`, ""},
		{`"number":"GB/T 1-2031"`, "number:date_far_future"},
		{`"number":"GB/T 1-2027"`, ""},

		{`"title_zh":null`, "title:title_missing"},
		{`"title_zh":null,"title_en":"Title"`, ""},
		{`"title_zh":"GB/T 8008-2008"`, "title_zh:title_is_number"},
		{`"title_zh":"GB/T8008—2008"`, "title_zh:title_is_number"},
		{`"title_zh":"GB/T 8008-2008 的应用"`, ""},
		{`"title_zh":"GB/T 8009-2008"`, ""},
		{`"title_zh":"` + strings.Repeat("GB/T 8008-2008 ", 9) + `"`, ""},

		{`"status":"current","withdrawn":"2020-01-01"`, "withdrawn:current_but_withdrawn"},
		{`"status":"current","withdrawn":"2026-06-01"`, "withdrawn:current_but_withdrawn"},
		{`"status":"current","withdrawn":"2026-06-02"`, ""},
		{`"status":"current","withdrawn":"2026"`, ""}, // some day of this year
		{`"status":"current","withdrawn":"2026-06"`, ""},
		{`"status":"withdrawn","withdrawn":"2020-01-01"`, ""},
		{`"status":"current","implemented":"2026-06-02"`, "implemented:current_but_not_implemented"},
		{`"status":"current","implemented":"2026-06-01"`, ""},
		{`"status":"current","implemented":"2026"`, ""},
		{`"status":"current","replaced_by":["GB/T 8008-2018"]`, "replaced_by:replaced_but_in_force"},
		{`"status":"superseded","replaced_by":["GB/T 8008-2018"]`, ""},
		{`"status":"partly_superseded","replaced_by":["GB/T 8008-2018"]`, ""},
		{`"status":"upcoming","implemented":"2026-06-01"`, "implemented:upcoming_but_implemented"},
		{`"status":"upcoming","implemented":"2026-07-01"`, ""},
		{`"status":"upcoming","implemented":"2026"`, ""},

		{`"published":"2008-12-31","withdrawn":"2008-12-30"`, "withdrawn:withdrawn_before_published"},
		{`"published":"2008-12-31","withdrawn":"2008-12-31"`, ""},
		{`"published":"2008-12-31","withdrawn":"2008"`, ""}, // 2008 is not before it
		{`"published":"2008-12-31","withdrawn":"2008-11"`, "withdrawn:withdrawn_before_published"},
		{`"published":"2008","withdrawn":"2008-01-01"`, ""},
		{`"published":"2008-12-31","implemented":"2007"`, "implemented:implemented_before_published"},
		{`"published":"2008-12-31","implemented":"2008-12-31"`, ""},
		{`"implemented":"2032-01-01"`, "implemented:date_far_future"},
		{`"implemented":"2031-12-31"`, ""},
		{`"confirmed":"2099"`, "confirmed:date_far_future"},
		{`"published":"2011-01-01"`, "published:date_year_differs"},
		{`"published":"2009-01-01"`, ""}, // approved the year before
		{`"published":"2007-12-31"`, ""},
		{`"number":"ISO 9001:2015","published":"2018-01-01"`, ""}, // only Chinese numbers bear the year of approval
		{`"number":"GB/T 8008-2008/XG1-2012","published":"2012-05-01"`, ""},
		{`"number":"GB/T 8008","published":"2012-05-01"`, ""},

		{`"replaces":["GB/T 8008-2008"]`, "replaces:self_replacement"},
		{`"status":"superseded","replaced_by":["GB/T8008—2008"]`, "replaced_by:self_replacement"},
		{`"replaces":["GB/T 8008-1998"]`, ""},
		{`"replaces":["GB 8008-2008"]`, ""},
		{`"references":["GB/T 8008-2008"]`, ""},
		{`"adopts":["GB/T 8008-2008"]`, ""},

		{`"ics":["03.999.77"]`, "ics:class_unknown"},
		{`"ccs":["A99"]`, "ccs:class_unknown"},
		{`"ccs":["A00/09"]`, ""},
		{`"ccs":["I10"]`, "ccs:class_unknown"},
		{`"ics":["03.120"]`, ""},
		{`"ics":["03"]`, ""},
		{`"ccs":["A"]`, ""},
	} {
		object := `{"number":"GB/T 8008-2008","title_zh":"名称",` + tt.entry + `}`
		e, _, err := corpus.DecodeEntry([]byte(object)) // of two keys the later one counts
		if err != nil {
			t.Fatal(tt.entry, err)
		}
		n, err := number.Parse(e.Number)
		if err != nil {
			t.Fatal(tt.entry, err)
		}
		var got []string
		for _, note := range Row(e, n, today) {
			got = append(got, note.Field+":"+string(note.Kind))
			if !note.Kind.Known() || note.Severity() != problem.Warning || note.Value == "" {
				t.Errorf("%s: %+v is no warning with a value", tt.entry, note)
			}
		}
		if diff := cmp.Diff(tt.want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%s: %s", tt.entry, diff)
		}
	}
}
