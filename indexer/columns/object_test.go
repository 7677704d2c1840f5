package columns

import (
	"encoding/json"
	"testing"

	"chabiao/corpus"
	"chabiao/corpus/number"
	"chabiao/indexer/problem"

	"github.com/google/go-cmp/cmp"
)

func TestObject(t *testing.T) {
	for _, c := range []struct {
		name, in string
		opt      Options
		want     string
		told     string
	}{
		{"entry format", `{"number":"GB/T 19001-2016","title_zh":"质量管理体系 要求","status":"现行","published":"2016-12-30","replaces":["GB/T 19001-2008"],"adopts":[{"number":"ISO 9001:2015","degree":"idt"}],"ics":["03.120.10"],"pages":16,"stage":"60.60","extra":{"馆藏":7}}`, Options{},
			`{"number":"GB/T 19001-2016","title_zh":"质量管理体系 要求","status":"current","status_raw":"现行","published":"2016-12-30","replaces":["GB/T 19001-2008"],"adopts":[{"number":"ISO 9001:2015","degree":"IDT"}],"ics":["03.120.10"],"pages":16,"extra":{"stage":"60.60","馆藏":7}}`, ""},
		{"cleaned as cells are", `{"number":"GB/T19001—2016","title_zh":"质 量 管 理","title_en":"Oil &amp; gas","published":"2016年12月30日","implemented":"1900-01-01","ccs":"C 51、c52","replaces":"代替GB/T 1-1990;GB/T 2-1990","keywords":"无","abstract":null,"pages":"16页"}`, Options{},
			`{"number":"GB/T 19001-2016","title_zh":"质量管理","title_en":"Oil & gas","published":"2016-12-30","replaces":["GB/T 1-1990","GB/T 2-1990"],"ccs":["C51","C52"],"pages":16}`,
			"class_rewritten date_placeholder pages_read relation_word_cut markup title_spaces"},
		{"headings", `{"标准编号":"GB/T 1-2000","标准名称":"甲法","标准状态":"现行","发布日期":"2000/1/2","馆藏号":"x"}`, Options{},
			`{"number":"GB/T 1-2000","title_zh":"甲法","status":"current","status_raw":"现行","published":"2000-01-02","extra":{"馆藏号":"x"}}`, ""},
		{"cnis", `{"a000":"现行","a100":"GB/T 1-2000","a101":"2000-01-02","a205":"2000-07-01","a298":"甲法","a302":"Method","a461":"GB/T 1-1990","a825":"A00","a826":"03.120.10","a777":"x"}`, Options{},
			`{"number":"GB/T 1-2000","title_zh":"甲法","title_en":"Method","status":"current","status_raw":"现行","published":"2000-01-02","implemented":"2000-07-01","replaces":["GB/T 1-1990"],"ics":["03.120.10"],"ccs":["A00"],"extra":{"a777":"x"}}`, ""},
		{"iso", `{"id":62085,"deliverableType":"IS","supplementType":null,"reference":"ISO 9001:2015","title":{"en":"Quality management systems","fr":"Systèmes de management"},"publicationDate":"2015-09-22","edition":5,"icsCode":["03.120.10"],"ownerCommittee":"ISO/TC 176/SC 2","currentStage":9092,"replaces":[46486],"replacedBy":null,"languages":["en","fr"],"pages":{"en":29},"scope":{"en":"<p>One</p><p>Two</p>"}}`, Options{},
			`{"number":"ISO 9001:2015","title_en":"Quality management systems","title_fr":"Systèmes de management","status":"current","status_raw":"9092","published":"2015-09-22","ics":["03.120.10"],"committee":["ISO/TC 176/SC 2"],"doctype":"IS","language":["en","fr"],"abstract_en":"One\n\nTwo","pages":29,"extra":{"edition":5,"id":62085,"replaces":[46486]}}`, "markup status_from_stage"},
		{"mapped", `{"编":"GB/T 1-2000","名":"甲法"}`, Options{Map: map[string]string{"编": "number", "名": "title_zh"}},
			`{"number":"GB/T 1-2000","title_zh":"甲法"}`, ""},
		{"parts", `{"标准代号":"GB/T","顺序号":19001,"年代号":2016,"标准名称":"质量管理体系"}`, Options{},
			`{"number":"GB/T 19001-2016","title_zh":"质量管理体系"}`, "number_joined"},
		{"wrong shapes", `{"number":"GB/T 1-2000","title_zh":["甲法"],"status":{"a":1},"replaces":[["x"]],"adopts":[1],"published":["2000-01-02"]}`, Options{},
			`{"number":"GB/T 1-2000","title_zh":"甲法","published":"2000-01-02","extra":{"adopts":[1],"replaces":[["x"]],"status":{"a":1}}}`, "value_shape value_shape value_shape"},
		{"no number", `{"title_zh":"甲法"}`, Options{}, "none", "number_missing"},
		{"no number that can be read", `{"number":"待定"}`, Options{}, "none", "number_unreadable"},
		{"array", `["GB/T 1-2000"]`, Options{}, "none", "row_unreadable"},
		{"broken", `{"number":"GB/T 1-2000"`, Options{}, "none", "row_unreadable"},
		{"empty", ``, Options{}, "none", "row_unreadable"},
		{"preset nobody knows", `{"a":1}`, Options{Preset: "x"}, "none", "row_unreadable"},
		{"key twice", `{"number":"GB/T 1-2000","number":"GB/T 2-2000"}`, Options{}, `{"number":"GB/T 2-2000"}`, ""},
	} {
		e, notes := Object([]byte(c.in), c.opt)
		got := "none"
		if e != nil {
			b, err := e.MarshalJSON()
			if err != nil {
				t.Fatal(err)
			}
			got = string(b)
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
		if told := kindsOf(notes); told != c.told {
			t.Errorf("%s: told %q, want %q", c.name, told, c.told)
		}
	}
}

// TestObjectLikeDecodeEntry holds Object to corpus.DecodeEntry over every key
// of a full entry.
func TestObjectLikeDecodeEntry(t *testing.T) {
	in := []byte(`{"number":"GB/T 19001-2016","title":"质量管理体系","title_en":"Quality \"management\" systems","title_fr":"Systèmes","status":"active","status_raw":"有效",
 "published":"2016-12-30","implemented":"2017-07","withdrawn":"2020","confirmed":"2019-01-01","replaces":["GB/T 19001-2008",null,""],"replaced_by":["GB/T 19001-2030"],
 "adopts":[{"number":"ISO 9001:2015","degree":"IDT"},"ISO 9000:2015"],"references":["GB/T 19000"],"ics":["03.120.10"],"ccs":["A00"],"issuing_body":"甲","competent_body":"乙",
 "committee":["SAC/TC 151"],"drafters":["丙、丁"],"doctype":"标准","language":["zh"],"keywords":["a, b"],"abstract":"一\n二","abstract_en":"x","pages":16,"url":"http://example.org/?a=1&b=2","source":"s",
 "edition":"2","flag":true,"deep":{"a":[1,{"b":"}"}]},"id":"x","level":"national","extra":{"k":"v"}}`)
	want, warnings, err := corpus.DecodeEntry(in)
	if err != nil || len(warnings) > 0 {
		t.Fatal(err, warnings)
	}
	got, notes := Object(in, Options{})
	if d := cmp.Diff(want, got); d != "" || len(notes) > 0 {
		t.Error(d, notes)
	}
}

func FuzzObject(f *testing.F) {
	for _, s := range []string{`{"number":"GB/T 1-2000","title_zh":"甲"}`, `{"标准号":"GB/T 1-2000","x":{"y":1}}`, `{"a100":"GB 1-2000","a000":null,"a101":[]}`, `{"number":"\ud800\u0041","extra":{"":1}}`, ` {"number" : 19001 , "a":[1,2,{"b":"\\"}]} `} {
		f.Add([]byte(s), "")
	}
	f.Add([]byte(`{"reference":"ISO 1:2000","title":{"en":"x"},"icsCode":[],"ownerCommittee":"","currentStage":6060,"replaces":[1]}`), "iso")
	f.Fuzz(func(t *testing.T, data []byte, preset string) {
		e, notes := Object(data, Options{Preset: preset})
		if e == nil {
			if problem.Worst(notes) != problem.Error {
				t.Errorf("no entry and no error: %v", notes)
			}
			return
		}
		if !json.Valid(data) {
			t.Errorf("%q is no JSON and gives an entry", data)
		}
		if n, err := number.Parse(e.Number); err != nil || n.String() == "" {
			t.Errorf("number %q: %v", e.Number, err)
		}
		if b, err := e.MarshalJSON(); err != nil || !json.Valid(b) {
			t.Errorf("%v: %s", err, b)
		}
	})
}
