package columns

import (
	"fmt"
	"strings"
	"testing"

	"chabiao/corpus"
	"chabiao/indexer/sheet"

	"github.com/google/go-cmp/cmp"
)

// table makes rows of a drawing: one row a line, cells between "|". A cell
// "<" is covered by the cell to its left, "^" by the one above; "#" makes a
// number, "@" a date.
func table(drawing string) []sheet.Row {
	var rows []sheet.Row
	for i, l := range strings.Split(strings.Trim(drawing, "\n"), "\n") {
		row := sheet.Row{At: int64(i + 1)}
		for c, text := range strings.Split(l, "|") {
			cell := sheet.Cell{Text: strings.ReplaceAll(strings.TrimSpace(text), `\n`, "\n")}
			switch {
			case cell.Text == "<" && c > 0:
				cell = sheet.Cell{Text: row.Cells[c-1].Text, Merged: true}
			case cell.Text == "^" && i > 0:
				cell = sheet.Cell{Text: rows[len(rows)-1].Cells[c].Text, Merged: true}
			case strings.HasPrefix(cell.Text, "#") && len(cell.Text) > 1:
				cell = sheet.Cell{Text: cell.Text[1:], Kind: sheet.Number}
			case strings.HasPrefix(cell.Text, "@"):
				cell = sheet.Cell{Text: cell.Text[1:], Kind: sheet.Date}
			}
			row.Cells = append(row.Cells, cell)
		}
		for len(row.Cells) > 0 && row.Cells[len(row.Cells)-1].Text == "" {
			row.Cells = row.Cells[:len(row.Cells)-1]
		}
		if len(row.Cells) > 0 {
			rows = append(rows, row)
		}
	}
	return rows
}

func shown(l *Layout) string {
	var fields []string
	for _, c := range l.Columns {
		f := c.Field
		if f == "" {
			f = "+"
		}
		fields = append(fields, f)
	}
	return strings.TrimSpace(fmt.Sprint(l.HeaderRows, " ", l.Preset, " ", strings.Join(fields, " ")))
}

func TestDetect(t *testing.T) {
	for _, c := range []struct{ name, drawing, want string }{
		{"plain", `
标准编号|标准名称|发布日期|实施日期|标准状态
GB/T 19001-2016|质量管理体系 要求|2016-12-30|2017-07-01|现行`,
			"[1]  number title_zh published implemented status"},
		{"banner above, merged", `
某市标准化研究院标准目录|<|<|<
导出日期：2024-01-02|<|<|<
序号|标准号|中文名称|状态
#1|GB/T 19001-2016|质量管理体系 要求|现行`,
			"[3]  - number title_zh status"},
		{"fifteenth row", strings.Repeat("说明文字\n", 14) + "标准号|英文名称|代替标准\nISO 9001:2015|Quality management systems|ISO 9001:2008",
			"[15]  number title_en replaces"},
		{"two header rows, merged", `
序号|标准编号|标准名称|<|日期|<|状态
^|^|中文|英文|发布|实施|^
1|GB/T 19001-2016|质量管理体系 要求|Quality management systems|2016-12-30|2017-07-01|现行`,
			"[1 2]  - number title_zh title_en published implemented status"},
		{"two header rows from delimited text", `
序号|标准编号|标准名称||日期||状态
|||||
||中文|英文|发布|实施|
1|GB/T 19001-2016|质量管理体系 要求|Quality management systems|2016-12-30|2017-07-01|现行`,
			"[1 3]  - number title_zh title_en published implemented status"},
		{"English translation below", `
标准编号|中文名称|发布日期
Standard No.|Chinese Title|Publication Date
GB/T 19001-2016|质量管理体系 要求|2016-12-30`,
			"[1 2]  number title_zh published"},
		{"units below", `
标准编号|中文名称|页数|发布日期
||（页）|（年月日）
GB/T 19001-2016|质量管理体系 要求|16|2016-12-30`,
			"[1 2]  number title_zh pages published"},
		{"decorated headings", `
*标准编号（必填）|标准名称\n（中文）|ＩＣＳ|发布日期(YYYY-MM-DD)|Standard Status 标准状态*
GB/T 19001-2016|质量管理体系 要求|03.120.10|2016-12-30|现行`,
			"[1]  number title_zh ics published status"},
		{"traditional", `
標準編號|標準名稱|發布日期|實施日期|標準狀態
GB/T 19001-2016|質量管理體系 要求|2016-12-30|2017-07-01|現行`,
			"[1]  number title_zh published implemented status"},
		{"doubtful headings", `
No.|编号|名称|Title|日期|状态|分类号|类号
1|GB/T 19001-2016|质量管理体系 要求|Quality management systems|2016-12-30|现行|03.120.10|A00
2|GB/T 24001-2016|环境管理体系 要求|Environmental management systems|2016-10-13|现行|13.020.10|Z00`,
			"[1]  - number title_zh title_en published status ics ccs"},
		{"No. is the number", `
No.|Title|Date
ISO 9001:2015|Quality management systems|2015-09-22
ISO 14001:2015|Environmental management systems|2015-09-15`,
			"[1]  number title_en published"},
		{"code, serial, year apart", `
标准代号|顺序号|年代号|标准名称
GB/T|#19001|#2016|质量管理体系 要求
GB/T|#24001|#2016|环境管理体系 要求`,
			"[1]  number_prefix number_serial number_year title_zh"},
		{"标准代号 is the number", `
标准代号|标准名称|年份
GB/T 19001-2016|质量管理体系 要求|2016
GB/T 24001-2016|环境管理体系 要求|2016`,
			"[1]  number title_zh published"},
		{"number and title in one column", `
序号|标准名称|状态
1|GB/T 19001-2016 质量管理体系 要求|现行
2|GB/T 24001-2016 环境管理体系 要求|现行`,
			"[1]  - number status"},
		{"no header", `
GB/T 19001-2016|质量管理体系 要求|2016-12-30|2017-07-01|现行
GB/T 24001-2016|环境管理体系 要求|2016-10-13|2017-05-01|现行`,
			"[]  number title_zh published implemented status"},
		{"no header, numbers only", `
GB/T 19001-2016
GB/T 24001-2016`,
			"[]  number"},
		{"headings nobody knows", `
甲|乙|丙
GB/T 19001-2016|质量管理体系 要求|现行
GB/T 24001-2016|环境管理体系 要求|现行`,
			"[1]  number title_zh status"},
		{"cnis", `
a000|a100|a101|a205|a298|a301|a302|a461|a825|a826|a999
现行|GB/T 19001-2016|2016-12-30|2017-07-01|质量管理体系 要求|质量管理体系 要求|Quality|GB/T 19001-2008|A00|03.120.10|x`,
			"[1] cnis status number published implemented title title_zh title_en replaces ccs ics +"},
		{"iso", `
id|deliverableType|supplementType|reference|title.en|title.fr|publicationDate|edition|icsCode|ownerCommittee|currentStage|replaces|replacedBy|languages|pages.en|scope.en
62085|IS||ISO 9001:2015|Quality management systems|Systèmes|2015-09-22|5|03.120.10|ISO/TC 176/SC 2|9092|46486||en,fr|29|<p>x</p>`,
			"[1] iso + doctype + number title_en title_fr published + ics committee stage replaces replaced_by language pages abstract_en"},
		{"our own export", `
number|title_zh|title_en|status|published|level|year|replaces
GB/T 19001-2016|质量管理体系 要求||current|2016-12-30|national|2016|GB/T 19001-2008`,
			"[1] chabiao number title_zh title_en status published - - replaces"},
		{"portal", `
序号|标准号|是否采标|标准名称|标准状态|发布日期|实施日期|主管部门|归口部门
1|GB/T 19001-2016|采|质量管理体系 要求|现行|2016-12-30|2017-07-01|国家标准化管理委员会|中国标准化研究院`,
			"[1] portal - number + title_zh status published implemented competent_body committee"},
		{"unknown columns stay", `
标准号|名称|馆藏号|神秘列
GB/T 19001-2016|质量管理体系 要求|A-1|x`,
			"[1]  number title_zh + +"},
		{"header only", `标准号|名称|状态`, "[1]  number title_zh status"},
		{"header deep in a file of remarks with a date", `
关于印发国家标准目录的通知|<|<
2024年1月2日|<|<
标准号|名称|状态
GB/T 19001-2016|质量管理体系 要求|现行`,
			"[3]  number title_zh status"},
		{"data that holds the words of headings", `
标准号|名称|语种|类别
GB/T 1-2020|标准|中文|标准
GB/T 2-2020|摘要|英文|状态`,
			"[1]  number title_zh language doctype"},
	} {
		l, err := Detect(table(c.drawing), Options{})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := strings.Join(strings.Fields(shown(l)), " "); got != strings.Join(strings.Fields(c.want), " ") {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
		for i, col := range l.Columns {
			if col.Index != i || col.Letter != Letter(i) || col.Confidence < 0 || col.Confidence > 1 {
				t.Errorf("%s: column %+v", c.name, col)
			}
		}
	}
}

// TestDetectDepth holds how deep the header may lie, as docs/import.md says it.
func TestDetectDepth(t *testing.T) {
	for _, c := range []struct {
		above, blank int // rows of words, and rows without content, above the header
		opt          int
		want         string // header rows; "" where none is found
	}{
		{49, 0, 0, "[50]"},
		{59, 0, 0, "[60]"},
		{59, 100, 0, "[160]"},
		{60, 0, 0, ""},
		{60, 0, 61, "[61]"},
		{259, 0, 260, "[260]"},
		{260, 0, 261, "error"},
	} {
		rows := table(strings.Repeat("说明文字\n", c.above) + "标准号|英文名称|代替标准\n" +
			strings.Repeat("ISO 9001:2015|Quality management systems|ISO 9001:2008\n", 3))
		for i := range rows {
			rows[i].At = int64(i + 1 + c.blank)
		}
		got := "error"
		if l, err := Detect(rows, Options{HeaderRow: c.opt}); err == nil {
			if got = ""; len(l.HeaderRows) > 0 {
				got = fmt.Sprint(l.HeaderRows)
			}
		}
		if got != c.want {
			t.Errorf("%+v: header %q", c, got)
		}
	}
}

func TestDetectOptions(t *testing.T) {
	rows := table(`
目录|<|<
甲|乙|丙
x|质量管理体系|GB/T 19001-2016
y|环境管理体系|GB/T 24001-2016`)
	for _, c := range []struct {
		opt  Options
		want string
	}{
		{Options{Map: map[string]string{"C": "number", "乙": "title_zh", "1": "-"}}, "[2]  - title_zh number"},
		{Options{Map: map[string]string{"3": "number", "B": "+", "A": "source"}, HeaderRow: 2}, "[2]  source + number"},
		{Options{Map: map[string]string{"3": "number"}, HeaderRow: -1}, "[]  + + number"},
	} {
		l, err := Detect(rows, c.opt)
		if err != nil {
			t.Errorf("%+v: %v", c.opt, err)
			continue
		}
		if got := strings.Join(strings.Fields(shown(l)), " "); got != strings.Join(strings.Fields(c.want), " ") {
			// Content may tell more than the options say.
			t.Errorf("%+v:\n got %s\nwant %s", c.opt, got, c.want)
		}
	}
	for name, opt := range map[string]Options{
		"field":      {Map: map[string]string{"A": "nummer"}},
		"column":     {Map: map[string]string{"ZZ": "number"}},
		"preset":     {Preset: "nobody"},
		"header row": {HeaderRow: 99},
	} {
		_, err := Detect(rows, opt)
		if corpus.KindOf(err) != corpus.InvalidArgument || err == nil {
			t.Errorf("wrong %s: %v", name, err)
		}
	}
}

func TestDetectTellsWhatIsMissing(t *testing.T) {
	_, err := Detect(table("名称|状态|备注\n质量管理|现行|x\n环境管理|现行|y"), Options{})
	if err == nil {
		t.Fatal("a table without numbers is taken")
	}
	for _, want := range []string{`A="名称"`, `B="状态"`, "--map"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in: %v", want, err)
		}
	}
	for _, rows := range [][]sheet.Row{nil, {{At: 1}}, table("甲|乙\n丙|丁")} {
		if _, err := Detect(rows, Options{}); err == nil {
			t.Errorf("%v is taken for a catalogue", rows)
		}
	}
}

func TestHeadings(t *testing.T) {
	if n := len(headings()); n < 400 {
		t.Errorf("%d headings are known", n)
	}
	for key, may := range headings() {
		sures := 0
		for _, m := range may {
			if _, _, ok := roleOf(m.field); !ok {
				t.Errorf("%s means %q, which is no field", key, m.field)
			}
			if !m.doubt {
				sures++
			}
		}
		if sures > 1 {
			t.Errorf("%s is sure to mean %v at once", key, may)
		}
	}
	for h, want := range map[string]string{
		"标准编号": "number", "标准名称(中文)": "title_zh", "英文题名": "title_en", "颁布日期": "published", "生效日期": "implemented", "废止日期": "withdrawn", "复审日期": "confirmed",
		"代替标准号": "replaces", "被替代标准": "replaced_by", "采标号": "adopts", "一致性程度": "adopts_degree", "规范性引用文件": "references", "中国标准分类号": "ccs", "国际标准分类号": "ics",
		"技术归口": "committee", "主管部门": "competent_body", "批准发布部门": "issuing_body", "主要起草单位": "drafters", "页数": "pages", "标准性质": "doctype", "计划号": "", "序号": "-", "#": "-",
		"Date of Publication": "published", "Superseded by": "replaced_by", "規格番号": "number", "発行年月日": "published", "Обозначение": "number", "Титул": "?",
	} {
		may := lookup(h)
		got := "?"
		if len(may) > 0 {
			got = may[0].field
		}
		if got != want {
			t.Errorf("lookup(%q) = %q, want %q", h, got, want)
		}
	}
}

func TestPresets(t *testing.T) {
	if d := cmp.Diff([]string{"chabiao", "cnis", "iso", "portal"}, Presets()); d != "" {
		t.Error(d)
	}
	for name, p := range presets() {
		marks := 0
		for key, field := range p.fields {
			if _, _, ok := roleOf(field); !ok {
				t.Errorf("%s: %s means %q, which is no field", name, key, field)
			}
			if p.marks[key] {
				marks++
			}
		}
		if marks < p.need {
			t.Errorf("%s is recognised by %d of %d marks", name, p.need, marks)
		}
		for _, key := range p.must {
			if field, ok := p.fields[key]; !ok || field != "number" {
				t.Errorf("%s must have %s, which means %q", name, key, field)
			}
		}
	}
}

func FuzzDetect(f *testing.F) {
	f.Add("标准号|名称\nGB/T 1-2000|质量", "", 0)
	f.Add("序号|标准编号|标准名称|<|日期|<\n^|^|中文|英文|发布|实施\n1|GB/T 19001-2016|质|Q|2016-12-30|2017-07-01", "B=number", 1)
	f.Add("a|b\n|c\n\n||", "9=-,zz=title_es", -1)
	f.Add("|\n\n\n标准号", "", 4)
	f.Fuzz(func(t *testing.T, drawing, mapping string, headerRow int) {
		if len(drawing) > 4000 || len(mapping) > 200 {
			return
		}
		opt := Options{HeaderRow: headerRow}
		for pair := range strings.SplitSeq(mapping, ",") {
			if k, v, ok := strings.Cut(pair, "="); ok {
				if opt.Map == nil {
					opt.Map = make(map[string]string)
				}
				opt.Map[k] = v
			}
		}
		rows := table(drawing)
		l, err := Detect(rows, opt)
		if err != nil {
			if corpus.KindOf(err) != corpus.InvalidArgument {
				t.Errorf("%v", err)
			}
			return
		}
		number := false
		for i, c := range l.Columns {
			r, _, ok := roleOf(c.Field)
			if !ok || c.Index != i || c.Confidence < 0 || c.Confidence > 1 {
				t.Errorf("column %+v", c)
			}
			number = number || r == roleNumber || r == roleSerial
		}
		if !number {
			t.Errorf("no number among %+v", l.Columns)
		}
		for _, row := range rows {
			e, notes := l.Read(row.Cells)
			if e == nil && len(notes) == 0 || e != nil && e.Number == "" {
				t.Errorf("%v gives %v and %v", row.Cells, e, notes)
			}
		}
	})
}
