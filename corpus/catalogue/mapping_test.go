package catalogue

import (
	"strings"
	"testing"

	"chabiao/corpus"
)

func TestMappingsAndReports(t *testing.T) {
	ctx := t.Context()
	c := openTemp(t)
	if err := c.SaveMapping(ctx, " 门户导出 ", []byte(`{"标准号":"number"}`)); err != nil {
		t.Fatal(err)
	}
	if err := c.SaveMapping(ctx, "b", nil); err != nil {
		t.Fatal(err)
	}
	if err := c.SaveMapping(ctx, "门户导出", []byte(`{}`)); err != nil {
		t.Fatal(err)
	}
	list, err := c.Mappings(ctx)
	if err != nil || len(list) != 2 || list[0].Name != "b" || list[1].Name != "门户导出" || list[0].Saved.IsZero() {
		t.Errorf("mappings %+v, %v", list, err)
	}
	if data, err := c.Mapping(ctx, "门户导出"); err != nil || string(data) != `{}` {
		t.Errorf("%s, %v", data, err)
	}
	if err := c.DeleteMapping(ctx, "b"); err != nil {
		t.Error(err)
	}
	_, gone := c.Mapping(ctx, "b")
	for what, err := range map[string]error{"deleted": gone, "twice": c.DeleteMapping(ctx, "b"), "report of nothing": c.SetReport(ctx, 9, nil)} {
		if corpus.KindOf(err) != corpus.NotFound {
			t.Errorf("%s: %v", what, err)
		}
	}
	for _, name := range []string{"", "  ", "a\nb", "\xff", strings.Repeat("长", 100)} {
		if err := c.SaveMapping(ctx, name, nil); corpus.KindOf(err) != corpus.InvalidArgument {
			t.Errorf("name %q: %v", name, err)
		}
	}
	if err := c.SaveMapping(ctx, "big", make([]byte, maxMapping+1)); corpus.KindOf(err) != corpus.TooLarge {
		t.Errorf("big: %v", err)
	}

	id := importAll(t, c, Delivery{}, `{"number":"GB/T 1-2001"}`)
	if _, err := c.Report(ctx, id); corpus.KindOf(err) != corpus.NotFound {
		t.Errorf("no report yet: %v", err)
	}
	for _, data := range []string{`{"a":1}`, `{"a":2}`} {
		if err := c.SetReport(ctx, id, []byte(data)); err != nil {
			t.Fatal(err)
		}
		if got, err := c.Report(ctx, id); err != nil || string(got) != data {
			t.Errorf("%s, %v", got, err)
		}
	}
}
