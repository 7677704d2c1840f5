package columns

import (
	"encoding/json"
	"strconv"
	"strings"
)

// cell lays the cell of a table over the entry. A list as programs write it,
// ["a", "b"], is taken item by item; ids, of which only the whole file tells
// whose they are, are kept.
func (b *builder) cell(v *source, mayBeIDs bool) {
	if mayBeIDs {
		if ids, ok := idsIn(v.text); ok {
			b.ids(v.heading, ids)
			return
		}
	}
	if v.text[0] != '[' || !v.role.isList() {
		b.set(v)
		return
	}
	items, ok := listCell(v.text)
	if !ok {
		b.set(v)
		return
	}
	v.whole = true
	for _, item := range items {
		if item = trim(item); !Blank(item) {
			v.text = item
			b.set(v)
		}
	}
}

// listCell reads a list written as JSON has it, or as Python shows it.
func listCell(text string) (items []string, ok bool) {
	inner, closed := strings.CutSuffix(text, "]")
	if !closed || strings.ContainsAny(inner[1:], "[]{}") {
		return nil, false
	}
	if !json.Valid([]byte(text)) {
		if strings.Contains(text, `"`) || !strings.Contains(text, "'") {
			return nil, false
		}
		if text = strings.ReplaceAll(text, "'", `"`); !json.Valid([]byte(text)) {
			return nil, false
		}
	}
	elements(json.RawMessage(text), func(item json.RawMessage) {
		if s, scalar := scalar(item); scalar {
			items = append(items, s)
		}
	})
	return items, true
}

// idsIn reads ids of rows: 62085, [46486, 21823], 46486;21823. ok is false
// when there is anything else.
func idsIn(text string) (ids []int64, ok bool) {
	if inner, open := strings.CutPrefix(text, "["); open {
		text = strings.TrimSuffix(inner, "]")
	}
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",;| ", r) }) {
		id, err := strconv.ParseInt(part, 10, 64)
		if err != nil || id <= 0 {
			return nil, false
		}
		ids = append(ids, id)
	}
	return ids, true
}

// ids keeps ids under their heading, as a list.
func (b *builder) ids(heading string, ids []int64) {
	if len(ids) == 0 {
		return
	}
	list, _ := json.Marshal(ids) // numbers can be written
	b.extra(heading, list)
}
