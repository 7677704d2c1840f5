package report

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"chabiao/corpus/catalogue"
	"chabiao/indexer"
	"chabiao/indexer/columns"
	"chabiao/indexer/problem"
	"chabiao/indexer/sheet"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
)

func detail() *indexer.Detail {
	d := &indexer.Detail{Started: time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC), Who: "<b>王五</b>", Problems: &problem.Collector{}, PassedOver: 2,
		Sources: []catalogue.File{{Name: "目录.csv", Bytes: 12345, SHA256: "abc"}},
		Parts: []indexer.PartReport{
			{Name: "目录.csv", Info: sheet.Info{Format: "csv", Encoding: "GB18030", Separator: "\t"}, HeaderRows: []int64{3, 4}, Rows: 1234,
				Columns: []columns.Column{{Letter: "A", Heading: "标准号", Field: "number", By: columns.ByHeading, Confidence: 1}, {Index: 1, Letter: "B", Heading: "名称", Field: "title_zh", By: columns.ByContent, Confidence: .5}, {Index: 2, Letter: "C", Field: "-"}, {Index: 3, Letter: "D", Heading: "备注"}},
				Sample:  []indexer.Sample{{At: 5, Cells: []string{"GB/T 1-2026", "<i>茶壶</i>"}, Entry: json.RawMessage(`{"number":"GB/T 1-2026","title_zh":"<i>茶壶</i>","status":"current"}`)}, {At: 6, Cells: []string{"无号"}, Reason: "标准号无法识别"}}},
			{Name: "说明", Skipped: "no table"}}}
	d.Batch, d.Counts = 7, catalogue.Counts{Read: 1234, New: 1000, Changed: 200, Unchanged: 33, Rejected: 1, Vanished: 5, Warnings: 3}
	d.Problems.Add("目录.csv", "", 6, problem.Note{Kind: problem.NumberUnreadable, Field: "number", Value: "无号"})
	d.Problems.Add("目录.csv", "", 5, problem.Note{Kind: problem.TitleSpaces, Field: "title_zh", Value: "茶 壶", Became: "茶壶"})
	return d
}

func TestPageIsWhole(t *testing.T) {
	for lang, want := range map[string][]string{
		"zh": {"导入报告 7", "1,234", "<span class=\"op\">=</span>1,000", "来源不再列出", "标准号无法识别", "核对标准号的写法", "表头行 3、4", "<code>tab</code>", "内容判断 50 %", "原样保留在附加字段", "忽略", "现行", "未读取: no table", "2 行不是题录", "&lt;i&gt;茶壶", "&lt;b&gt;王五"},
		"en": {"Import report 7", "no longer listed", "Number not readable", "header in row 3、4", "its content 50 %", "kept as it is under extra", "In force"},
	} {
		var b strings.Builder
		if err := WriteHTML(&b, detail(), lang); err != nil {
			t.Fatal(err)
		}
		text := b.String()
		for _, w := range want {
			if !strings.Contains(text, w) {
				t.Errorf("%s: no %q", lang, w)
			}
		}
		for _, w := range []string{"<i>", "<b>", "http:", "https:", "src=", "<script", "ZgotmplZ", "%!"} {
			if strings.Contains(text, w) {
				t.Errorf("%s: has %q", lang, w)
			}
		}
		doc, err := html.Parse(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		ids := map[string]bool{}
		for n := range doc.Descendants() {
			for _, a := range n.Attr {
				if a.Key == "id" && ids[a.Val] {
					t.Errorf("%s: id %s twice", lang, a.Val)
				} else if a.Key == "id" {
					ids[a.Val] = true
				}
			}
		}
		body, err := Body(detail(), lang)
		if err != nil || !strings.Contains(text, strings.TrimSpace(string(body))) {
			t.Errorf("%s: the page is not its body: %v", lang, err)
		}
	}
}

func TestSectionsOfNothing(t *testing.T) {
	for name, f := range map[string]func() (string, error){
		"problems": func() (string, error) {
			h, err := Problems(&indexer.Detail{Problems: &problem.Collector{}}, "zh")
			return string(h), err
		},
		"reading": func() (string, error) { h, err := Reading(&indexer.Detail{}, "en"); return string(h), err },
		"body":    func() (string, error) { h, err := Body(&indexer.Detail{}, "xx"); return string(h), err },
		"rows":    func() (string, error) { h, err := Rows(indexer.PartReport{}, "zh"); return string(h), err },
	} {
		if text, err := f(); err != nil || strings.Contains(text, "%!") {
			t.Errorf("%s: %v %s", name, err, text)
		}
	}
	undo, err := Figures(catalogue.Counts{Read: 9, New: 2, Changed: 3, Unchanged: 1, Removed: 3}, true, "zh")
	if err != nil || !strings.Contains(string(undo), "移除") || strings.Contains(string(undo), "退回") {
		t.Errorf("%v %s", err, undo)
	}
}

func TestValue(t *testing.T) {
	for in, want := range map[string]string{
		`"茶壶"`: "茶壶", `null`: "", ``: "", `17`: "17", `["a","b"]`: "a; b", `[{"number":"ISO 9001:2015","degree":"IDT"},{"number":"ISO 1"}]`: "ISO 9001:2015 IDT; ISO 1",
		`{"other":1}`: `{"other":1}`, `[`: `[`, `"` + strings.Repeat("长", 400) + `"`: strings.Repeat("长", 300) + "…",
	} {
		if got := Value(json.RawMessage(in)); got != want {
			t.Errorf("%.50s: %.80q, want %.80q", in, got, want)
		}
	}
}

func TestEntryFields(t *testing.T) {
	got := entryFields(json.RawMessage(`{"number":"GB 1-2026","status":"withdrawn","extra":{"备注":"旧","n":[1]}}`), "zh")
	want := []shownValue{{"number", "标准号", "GB 1-2026"}, {"status", "状态", "废止"}, {"extra.备注", "备注", "旧"}, {"extra.n", "n", "1"}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	for _, bad := range []string{"", "[]", "{", `{"a"`, `{"a":`, "1"} {
		if got := entryFields(json.RawMessage(bad), "en"); len(got) != 0 {
			t.Errorf("%q gives %v", bad, got)
		}
	}
}

func TestComma(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567", -1000: "-1,000", -100: "-100"} {
		if got := Comma(n); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
}
