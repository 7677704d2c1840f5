package catalogue

import (
	"encoding/json"
	"strings"
	"testing"

	"chabiao/corpus"

	"github.com/google/go-cmp/cmp"
)

func TestDelta(t *testing.T) {
	ctx := t.Context()
	c := openTemp(t)
	importAll(t, c, Delivery{Source: "s"}, `{"number":"GB/T 1-2001","title_zh":"甲","pages":1,"a":1}`, `{"number":"GB/T 2-2001"}`, `{"number":"GB/T 3-2001"}`)
	id := importAll(t, c, Delivery{Source: "s", Mode: ModeReplace},
		`{"number":"GB/T 1-2001","title_zh":"乙","published":"2001-02","ics":["01"],"a":2}`, `{"number":"GB/T 3-2001"}`, `{"number":"GB/T 4-2001","status":"现行"}`)
	read := func(id int64) (out []Change) {
		t.Helper()
		for ch, err := range c.Delta(ctx, id) {
			if err != nil {
				t.Fatal(err)
			}
			for i, f := range ch.Fields {
				if f.Field == "extra."+VanishedKey {
					ch.Fields[i].New = json.RawMessage(strings.ReplaceAll(string(f.New), f.string("date"), "D"))
				}
			}
			out = append(out, ch)
		}
		return out
	}
	field := func(name, old, new string) FieldChange {
		return FieldChange{name, json.RawMessage(old), json.RawMessage(new)}
	}
	want := []Change{
		{ChangeChanged, "gb-t-1-2001", "GB/T 1-2001", []FieldChange{field("published", `null`, `"2001-02"`), field("ics", `null`, `["01"]`), field("title_zh", `"甲"`, `"乙"`), field("extra.a", `1`, `2`)}},
		{ChangeVanished, "gb-t-2-2001", "GB/T 2-2001", []FieldChange{field("extra."+VanishedKey, `null`, `[{"source":"s","date":"D","batch":2}]`)}},
		{ChangeNew, "gb-t-4-2001", "GB/T 4-2001", []FieldChange{field("number", `null`, `"GB/T 4-2001"`), field("status", `null`, `"current"`), field("status_raw", `null`, `"现行"`)}},
	}
	if diff := cmp.Diff(want, read(id)); diff != "" {
		t.Errorf("delta:\n%s", diff)
	}
	rep, err := c.Undo(ctx, id, UndoOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, read(id)); diff != "" {
		t.Errorf("delta after the undo:\n%s", diff)
	}
	var kinds []ChangeKind
	for _, ch := range read(rep.Batch) {
		kinds = append(kinds, ch.Kind)
	}
	if diff := cmp.Diff([]ChangeKind{ChangeChanged, ChangeChanged, ChangeRemoved}, kinds); diff != "" {
		t.Errorf("delta of the undo:\n%s", diff)
	}
	for _, err := range c.Delta(ctx, 99) {
		if corpus.KindOf(err) != corpus.NotFound {
			t.Errorf("unknown batch: %v", err)
		}
	}
	for range c.Delta(ctx, id) {
		break // leaving early is allowed
	}
}

// string is a key of the first element of the new value.
func (f FieldChange) string(key string) string {
	var list []map[string]any
	if json.Unmarshal(f.New, &list) != nil || len(list) == 0 {
		return "?"
	}
	s, _ := list[0][key].(string)
	return s
}
