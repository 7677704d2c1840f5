package columns

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"chabiao/corpus"
	"chabiao/indexer/problem"
	"chabiao/indexer/sheet"

	"github.com/google/go-cmp/cmp"
)

// readTable lays a drawing out and reads its data rows: each an entry in JSON,
// or "none", and the kinds of its notes.
func readTable(t *testing.T, drawing string, opt Options) (entries, notes []string) {
	t.Helper()
	rows := table(drawing)
	l, err := Detect(rows, opt)
	if err != nil {
		t.Fatal(err)
	}
	var last int64
	if n := len(l.HeaderRows); n > 0 {
		last = l.HeaderRows[n-1]
	}
	for _, row := range rows {
		if row.At <= last {
			continue
		}
		e, told := l.Read(row.Cells)
		text := "none"
		if e != nil {
			b, err := e.MarshalJSON()
			if err != nil {
				t.Fatal(err)
			}
			text = string(b)
		}
		var kinds []string
		for _, n := range told {
			if !n.Kind.Known() {
				t.Errorf("note of the unknown kind %q", n.Kind)
			}
			kinds = append(kinds, strings.TrimPrefix(n.Field+":"+string(n.Kind), ":"))
		}
		entries, notes = append(entries, text), append(notes, strings.Join(kinds, " "))
	}
	return entries, notes
}

func TestRead(t *testing.T) {
	for _, c := range []struct{ name, drawing, entry, notes string }{
		{"clean", `
标准号|中文名称|英文名称|状态|发布日期|实施日期|代替标准|采用标准|ICS|CCS|归口单位|页数
GB/T 19001-2016|质量管理体系 要求|Quality management systems|现行|2016-12-30|2017-07-01|GB/T 19001-2008|ISO 9001:2015,IDT|03.120.10|A00|SAC/TC 151|16`,
			`{"number":"GB/T 19001-2016","title_zh":"质量管理体系 要求","title_en":"Quality management systems","status":"current","status_raw":"现行","published":"2016-12-30","implemented":"2017-07-01","replaces":["GB/T 19001-2008"],"adopts":[{"number":"ISO 9001:2015","degree":"IDT"}],"ics":["03.120.10"],"ccs":["A00"],"committee":["SAC/TC 151"],"pages":16}`, ""},
		{"empty words", `
标准号|中文名称|状态|发布日期|代替标准|ICS|页数|备注
GB/T 1-2000|甲法|——|-|无|/|N/A|暂无`,
			`{"number":"GB/T 1-2000","title_zh":"甲法"}`, ""},
		{"excel", `
标准号|中文名称|发布日期|实施日期|ICS|页数|馆藏
GB/T 1-2000|甲法|#42734|@2017-07-01|#13.06|#16|#7`,
			`{"number":"GB/T 1-2000","title_zh":"甲法","published":"2016-12-30","implemented":"2017-07-01","ics":["13.060"],"pages":16,"extra":{"馆藏":7}}`,
			"published:date_serial ics:class_repaired"},
		{"what can't be read is kept", `
标准号|中文名称|状态|发布日期|代替标准|ICS|CCS|页数
GB/T 1-2000|甲法|怪状态|某年|某标准|水|环境|若干`,
			`{"number":"GB/T 1-2000","title_zh":"甲法","status":"unknown","status_raw":"怪状态","extra":{"ccs_raw":"环境","ics_raw":"水","pages_raw":"若干","published_raw":"某年","replaces_raw":"某标准"}}`,
			"status:status_unknown published:date_unreadable replaces:relation_unreadable ics:class_unreadable ccs:class_unreadable pages:pages_unreadable"},
		{"number and title in one cell", `
标准号|状态
GB/T 1-2000 甲法|现行`,
			`{"number":"GB/T 1-2000","title_zh":"甲法","status":"current","status_raw":"现行"}`, "title_zh:number_title_split"},
		{"title with its number", `
标准号|标准名称
GB/T 1-2000|GB/T 1—2000《甲法》
GB/T 2-2000|乙法`,
			`{"number":"GB/T 1-2000","title_zh":"甲法"}`, "title_zh:title_number_cut"},
		{"another number before the title", `
标准号|标准名称
GB/T 1-2000|GB/T 1-1990 甲法
GB/T 2-2000|乙法`,
			`{"number":"GB/T 1-2000","title_zh":"GB/T 1-1990 甲法"}`, "title_zh:number_title_differs"},
		{"number only before the title", `
标准号|标准名称
|GB/T 1-2000 甲法
GB/T 2-2000|乙法`,
			`{"number":"GB/T 1-2000","title_zh":"甲法"}`, "title_zh:number_title_split"},
		{"status at the number", `
标准号|标准名称
GB/T 1-2000(已作废)|甲法`,
			`{"number":"GB/T 1-2000","title_zh":"甲法","status":"withdrawn","status_raw":"已作废"}`, "status:number_status_split"},
		{"status with successor and date", `
标准号|标准名称|状态
GB/T 1-2000|甲法|作废(被GB/T 1-2020代替)
GB/T 1-2020|甲法|现行`,
			`{"number":"GB/T 1-2000","title_zh":"甲法","status":"withdrawn","status_raw":"作废(被GB/T 1-2020代替)","replaced_by":["GB/T 1-2020"]}`, "replaced_by:status_split"},
		{"upcoming with its date", `
标准号|标准名称|状态
GB/T 1-2000|甲法|即将实施（2026-07-01）`,
			`{"number":"GB/T 1-2000","title_zh":"甲法","status":"upcoming","status_raw":"即将实施（2026-07-01）","implemented":"2026-07-01"}`, "implemented:status_split"},
		{"parts of a number", `
标准代号|顺序号|年代号|标准名称
GB/T|#19001|#2016|质量管理体系
GB/T|#24001|#2016|环境管理体系`,
			`{"number":"GB/T 19001-2016","title_zh":"质量管理体系"}`, "number:number_joined"},
		{"number without its letters", `
标准代号|标准编号|标准名称
GB/T|19001-2016|质量管理体系
GB/T|24001-2016|环境管理体系`,
			`{"number":"GB/T 19001-2016","title_zh":"质量管理体系"}`, "number:number_joined"},
		{"number stuck to the title", `
标准号|标准名称|状态
DB5303/T|8.1－2015 种植环境|现行
GB/T 2-2000|乙法|现行`,
			`{"number":"DB5303/T 8.1-2015","title_zh":"种植环境","status":"current","status_raw":"现行"}`, "number:number_joined title_zh:title_number_cut"},
		{"two titles", `
标准号|中文名称|标准中文名称
GB/T 1-2000|甲法|乙法`,
			`{"number":"GB/T 1-2000","title_zh":"甲法","extra":{"标准中文名称":"乙法"}}`, "title_zh:column_repeated"},
		{"two titles, the first empty", `
标准号|中文名称|标准中文名称
GB/T 1-2000||乙法`,
			`{"number":"GB/T 1-2000","title_zh":"乙法"}`, ""},
		{"two lists add up", `
标准号|中文名称|起草单位|起草人
GB/T 1-2000|甲法|甲公司、乙大学|张三`,
			`{"number":"GB/T 1-2000","title_zh":"甲法","drafters":["甲公司","乙大学","张三"]}`, ""},
		{"degree apart", `
标准号|中文名称|采标号|采标程度
GB/T 1-2000|甲法|ISO 1:1999|等同采用`,
			`{"number":"GB/T 1-2000","title_zh":"甲法","adopts":[{"number":"ISO 1:1999","degree":"IDT"}]}`, "adopts:degree_read"},
		{"degree without a number", `
标准号|中文名称|采标号|采标程度
GB/T 1-2000|甲法|无|IDT`,
			`{"number":"GB/T 1-2000","title_zh":"甲法","extra":{"采标程度":"IDT"}}`, ""},
		{"relation with words", `
标准号|中文名称|代替标准
GB/T 1-2000|甲法|代替GB/T 1-1990中的第3章`,
			`{"number":"GB/T 1-2000","title_zh":"甲法","replaces":["GB/T 1-1990"],"extra":{"replaces_raw":"代替GB/T 1-1990中的第3章"}}`, "replaces:relation_text"},
		{"too many cells", `
标准号|中文名称
GB/T 1-2000|甲法||多出|更多`,
			`{"number":"GB/T 1-2000","title_zh":"甲法","extra":{"column_D":"多出","column_E":"更多"}}`, "column_D:cells_too_many"},
		{"mojibake", `
标准号|中文名称
GB/T 1-2000|鏍囧噯鍖栧伐浣`,
			`{"number":"GB/T 1-2000","title_zh":"鏍囧噯鍖栧伐浣"}`, "title_zh:mojibake"},
		{"edition in English", `
标准号|中文名称
GB/T 19001-2016(E)|质量管理体系`,
			`{"number":"GB/T 19001-2016E","title_zh":"质量管理体系","language":["en"]}`, "language:number_language"},
		{"languages", `
标准号|中文名称|语种
GB/T 1-2000|甲法|中文/英文`,
			`{"number":"GB/T 1-2000","title_zh":"甲法","language":["zh","en"]}`, "language:language_read language:language_read"},
		{"title in any language", `
标准号|名称
GB/T 1-2000|甲法
ISO 1:2000|Method
JIS A 1:2000|アイウエ`,
			`{"number":"GB/T 1-2000","title_zh":"甲法"}`, ""},
		{"no number", "标准号|中文名称|状态\n|甲法|现行", "none", "number:number_missing"},
		{"no number that can be read", "标准号|中文名称|状态\n待定|甲法|现行", "none", "number:number_unreadable"},
		{"several numbers", "标准号|中文名称|状态\nGB/T 1-2000、GB/T 2-2000|甲法|现行", "none", "number:number_unreadable"},
		{"total", "标准号|中文名称|状态\n合计|20条", "none", "remark_row"},
		{"remark", "标准号|中文名称|状态\n注：以上标准仅供参考|<|<", "none", "remark_row"},
		{"page", "标准号|中文名称|状态\n||第 1 页 共 3 页", "none", "remark_row"},
		{"section", "标准号|中文名称|状态\n一、基础标准", "none", "remark_row"},
		{"a title like a remark", "标准号|中文名称|状态\n|注射器|", "none", "number:number_missing"},
	} {
		entries, notes := readTable(t, c.drawing, Options{})
		if d := cmp.Diff(c.entry, entries[0]); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
		if notes[0] != c.notes {
			t.Errorf("%s: notes %q, want %q", c.name, notes[0], c.notes)
		}
	}
}

func TestReadHeaderInsideData(t *testing.T) {
	_, notes := readTable(t, "标准号|中文名称|状态\nGB/T 1-2000|甲法|现行\n标准号|中文名称|状态\nGB/T 2-2000|乙法|现行", Options{})
	if d := cmp.Diff([]string{"", "header_repeated", ""}, notes); d != "" {
		t.Error(d)
	}
}

func TestReadDayFirstColumn(t *testing.T) {
	entries, notes := readTable(t, "标准号|中文名称|发布日期\nGB/T 1-2000|甲法|03/04/2016\nGB/T 2-2000|乙法|30/12/2016", Options{})
	if !strings.Contains(entries[0], `"published":"2016-04-03"`) || notes[0] != "published:date_order" {
		t.Errorf("%s %s", entries[0], notes[0])
	}
	entries, notes = readTable(t, "标准号|中文名称|发布日期\nGB/T 1-2000|甲法|03/04/2016", Options{})
	if !strings.Contains(entries[0], `"published_raw":"03/04/2016"`) || notes[0] != "published:date_ambiguous" {
		t.Errorf("%s %s", entries[0], notes[0])
	}
}

func TestReadFailedCell(t *testing.T) {
	l := &Layout{Columns: []Column{{Index: 0, Field: "number"}, {Index: 1, Heading: "名称", Field: "title_zh"}, {Index: 2, Heading: "x", Field: "no such field"}}}
	e, notes := l.Read([]sheet.Cell{{Text: "GB/T 1-2000"}, {Text: "#N/A", Kind: sheet.Failed}, {Text: "y"}})
	want := &corpus.Entry{Number: "GB/T 1-2000", Extra: map[string]json.RawMessage{"x": json.RawMessage(`"y"`)}}
	if d := cmp.Diff(want, e); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]problem.Note{{Kind: problem.CellFailed, Field: "title_zh", Value: "#N/A"}}, notes); d != "" {
		t.Error(d)
	}
}

func TestReadInParallel(t *testing.T) {
	rows := table("标准号|中文名称\nGB/T 1-2000|甲法")
	l, err := Detect(rows, Options{})
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan string)
	for range 8 {
		go func() {
			e, _ := l.Read(rows[1].Cells)
			done <- e.Number
		}()
	}
	for range 8 {
		if got := <-done; got != "GB/T 1-2000" {
			t.Error(got)
		}
	}
}

func TestFields(t *testing.T) {
	for _, f := range Fields() {
		r, _, ok := roleOf(f.Name)
		if !ok || r != f.role || f.LabelZH == "" || f.LabelEN == "" {
			t.Errorf("%+v: role %d, %v", f, r, ok)
		}
	}
	for name, want := range map[string]bool{"title_es": true, "abstract_pt": true, "title_": false, "title_ZH": false, "nummer": false, "": true, "+": true, "-": true, "extra": true, "title_x y": false} {
		if _, _, ok := roleOf(name); ok != want {
			t.Errorf("field %q: %v", name, ok)
		}
	}
	for i, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 701: "ZZ", 702: "AAA", -1: ""} {
		if got := Letter(i); got != want {
			t.Errorf("column %d is %s, want %s", i, got, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	all := make([]string, len(fields))
	for i := range fields {
		all[i] = fields[i].Name
	}
	f.Add("GB/T 19001-2016", "质量管理体系 要求", "2016-12-30", uint8(0), uint8(5))
	f.Add("GB/T 1-2000 甲法(作废)", "GB/T 1-2000 甲法", "被GB/T 2-2000代替", uint8(1), uint8(11))
	f.Add("19001", "GB/T", "2016", uint8(1), uint8(1))
	f.Add("合计", "标准号", "ISO 1:2000,IDT", uint8(4), uint8(20))
	f.Fuzz(func(t *testing.T, a, b, c string, kind, field uint8) {
		l := &Layout{}
		l.Columns = []Column{
			{Index: 0, Heading: "标准号", Field: "number"},
			{Index: 1, Heading: "名称", Field: all[int(kind)%len(all)]},
			{Index: 2, Heading: "其他", Field: all[int(field)%len(all)]},
			{Index: 4, Heading: fmt.Sprint(field), Field: ""},
		}
		e, notes := l.Read([]sheet.Cell{{Text: a}, {Text: b, Kind: sheet.Kind(kind % 5)}, {Text: c, Kind: sheet.Kind(field % 5)}, {Text: a}, {Text: b}, {Text: c}})
		for _, n := range notes {
			if !n.Kind.Known() {
				t.Errorf("note of the unknown kind %q", n.Kind)
			}
		}
		if e == nil {
			if len(notes) == 0 {
				t.Error("neither an entry nor a reason")
			}
			return
		}
		if problem.Worst(notes) == problem.Error {
			t.Errorf("an entry with an error: %v", notes)
		}
		// What was made of the row is a fixed point: it reads back as it is.
		data, err := e.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		if again, _, err := corpus.DecodeEntry(data); err != nil || again.Number != e.Number {
			t.Errorf("%s can't be decoded: %v", data, err)
		}
		for _, x := range e.Extra {
			if !json.Valid(x) {
				t.Errorf("extra %q is no JSON", x)
			}
		}
	})
}
