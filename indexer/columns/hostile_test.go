package columns

import (
	"strings"
	"testing"
	"time"

	"chabiao/indexer/sheet"
)

// TestHostile reads long texts made to be read again and again. A reading
// that is not linear, or nearly so, takes minutes here; the limit leaves room
// for a machine that is busy.
func TestHostile(t *testing.T) {
	const size, limit = 60_000, 10 * time.Second
	for _, unit := range []string{"GB 1-2000,", "(", "（、", "GB/T\n1", "<b>", "&amp;", "&", "<", "被GB 1-2代替", "鏍囧噯", "±ê×¼", "质 ", "IDT ", "≡ISO 1:2000 ", "13.030.01 ", "C51/", "2016-", "年", "一", "Ａ", "农业部", "\n", "-\n", "GB-\n1", "，", "{\"a\":", "GB 1-2000 ", "a", "《"} {
		text := strings.Repeat(unit, size/len(unit))
		start := time.Now()
		for _, f := range fields {
			List(text, f.Name)
		}
		Adoptions(text)
		Title(text, "")
		Mojibake(text)
		ReadStatus(text)
		Date(text, sheet.Text)
		Pages(text)
		lookup(text)
		Object([]byte(text), Options{})
		if d, err := NumberCell(text); err == nil {
			t.Errorf("%d bytes of %q are the number %q", size, unit, d.Text)
		}
		l := &Layout{Columns: []Column{{Index: 0, Field: "number"}, {Index: 1, Field: "title_zh"}, {Index: 2, Field: "abstract"}, {Index: 3, Field: "status"}, {Index: 4, Heading: "x"}}}
		if e, _ := l.Read([]sheet.Cell{{Text: "GB/T 1-2000"}, {Text: text}, {Text: text}, {Text: text}, {Text: text}}); e == nil {
			t.Errorf("a row with %q has no entry", unit)
		}
		if took := time.Since(start); took > limit {
			t.Errorf("%q repeated takes %v", unit, took)
		}
	}
	// Wide and deep.
	wide := make([]sheet.Cell, 5000)
	for i := range wide {
		wide[i].Text = "标准号"
	}
	rows := make([]sheet.Row, 300)
	for i := range rows {
		rows[i] = sheet.Row{At: int64(i + 1), Cells: wide}
	}
	start := time.Now()
	if l, err := Detect(rows, Options{}); err == nil {
		l.Read(wide)
	}
	if took := time.Since(start); took > limit {
		t.Errorf("a wide table takes %v", took)
	}
	deep := strings.Repeat(`{"a":`, 9000) + "1" + strings.Repeat("}", 9000)
	Object([]byte(deep), Options{})
	many := `{"number":"GB/T 1-2000"` + strings.Repeat(`,"k":1,"标准号":"x"`, 20000) + "}"
	Object([]byte(many), Options{})
}
