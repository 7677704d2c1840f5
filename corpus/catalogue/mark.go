package catalogue

import (
	"bytes"
	"encoding/json"

	"chabiao/corpus"
)

// VanishedKey is the key under Extra that lists the sources which held an
// entry once and no longer do: [{"source":…,"date":…,"batch":…}]. Such an entry
// is neither deleted nor withdrawn.
const VanishedKey = "withdrawn_from_source"

// vanishedMark is one element of the list.
type vanishedMark struct {
	Source string `json:"source"`
	Date   string `json:"date"` // YYYY-MM-DD, of the delivery
	Batch  int64  `json:"batch"`
}

// marks reads the list; what is no list counts as one of one element.
func marks(e *corpus.Entry) []json.RawMessage {
	raw := bytes.TrimSpace(e.Extra[VanishedKey])
	if len(raw) == 0 {
		return nil
	}
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) == nil {
		return list
	}
	if !json.Valid(raw) {
		raw = corpus.AppendJSONString(nil, string(raw))
	}
	return []json.RawMessage{raw}
}

// markOf is the source that an element of the list is about.
func markOf(raw json.RawMessage) (m vanishedMark, ok bool) {
	ok = json.Unmarshal(raw, &m) == nil && m.Source != ""
	return m, ok
}

// withoutMark leaves a source out of the list; ok is false when it is not in.
func withoutMark(list []json.RawMessage, source string) (out []json.RawMessage, ok bool) {
	for _, raw := range list {
		if m, is := markOf(raw); is && m.Source == source {
			ok = true
			continue
		}
		out = append(out, raw)
	}
	return out, ok
}

// setMarks writes the list, whose elements are JSON, into an entry that may be
// changed.
func setMarks(e *corpus.Entry, list []json.RawMessage) {
	if len(list) == 0 {
		delete(e.Extra, VanishedKey)
		if len(e.Extra) == 0 {
			e.Extra = nil
		}
		return
	}
	raw := []byte{'['}
	for i, m := range list {
		if i > 0 {
			raw = append(raw, ',')
		}
		raw = append(raw, m...)
	}
	if e.Extra == nil {
		e.Extra = make(map[string]json.RawMessage, 1)
	}
	e.Extra[VanishedKey] = append(raw, ']')
}

// cameBack is the entry without the mark that it vanished from a source which
// holds it now. The argument is not changed.
func cameBack(e *corpus.Entry, source string) *corpus.Entry {
	if source == "" || len(e.Extra[VanishedKey]) == 0 {
		return e
	}
	list, ok := withoutMark(marks(e), source)
	if !ok {
		return e
	}
	e = e.Clone()
	setMarks(e, list)
	return e
}

// vanished is the entry with the mark that a source no longer holds it.
func vanished(e *corpus.Entry, m vanishedMark) (*corpus.Entry, error) {
	raw, err := json.Marshal(m)
	if err != nil {
		return nil, err
	}
	list, _ := withoutMark(marks(e), m.Source)
	e = e.Clone()
	setMarks(e, append(list, raw))
	return e, nil
}
