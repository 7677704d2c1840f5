package catalogue

import (
	"bytes"
	"encoding/json"

	"chabiao/corpus"
)

// What an entry is follows from its steps: it is what the steps of the batches
// that count make of it, one after the other. A step stands for the fields in
// which it differs from the step before, not for a whole entry. While no batch
// has been taken back that is the last step; to take a batch back is to leave
// its steps out. A field that a later batch changed keeps that value, one that
// only this batch had given goes back to what it was, and an entry that only
// this batch had given is gone. Undo's own steps are results and never count.

// outcomeOf replays steps, oldest first, without those of the batches to skip.
// It is deleted when nothing is left of the entry.
func outcomeOf(steps []step, skip map[int64]bool) (step, error) {
	now := step{deleted: true}
	same := true // now is what the catalogue held after the step before
	for i := 0; i < len(steps); i++ {
		// What a batch did between two others counts as one step: rows of one
		// number may have gone to and fro.
		first := i
		for i+1 < len(steps) && steps[i+1].batch == steps[i].batch {
			i++
		}
		s := &steps[i]
		switch {
		case skip[s.batch]:
		case same || s.deleted:
			now = *s
		default:
			record, err := redo(steps[:first], s, &now)
			if err != nil {
				return now, err
			}
			now = step{line: s.line, block: s.block, record: record}
		}
		same = sameState(&now, s)
	}
	return now, nil
}

func sameState(a, b *step) bool {
	return a.deleted == b.deleted && (a.deleted || bytes.Equal(a.record, b.record))
}

// redo does to now what s did to the last of the steps before it.
func redo(before []step, s, now *step) ([]byte, error) {
	var base *corpus.Entry
	var err error
	if len(before) > 0 {
		if base, err = before[len(before)-1].entry(); err != nil {
			return nil, err
		}
	}
	to, err := s.entry()
	if err != nil {
		return nil, err
	}
	e, err := now.entry()
	if err != nil {
		return nil, err
	}
	return EncodeEntry(nil, redoEntry(base, to, e)), nil
}

// redoEntry lays the difference from base to to over e; nil stands for no
// entry, e may be changed. The number stays as it is spelt first.
func redoEntry(base, to, e *corpus.Entry) *corpus.Entry {
	if base == nil {
		base = &corpus.Entry{}
	}
	if e == nil {
		e = &corpus.Entry{}
	}
	for _, f := range fieldsOf(base, to) {
		switch f.key {
		case "number":
		case "status", "status_raw": // the source's word belongs to the status
			if base.Status != to.Status || base.StatusRaw != to.StatusRaw {
				f.put(e, to)
			}
		case "extra." + VanishedKey: // a list of sources, each on its own
			redoMarks(base, to, e)
		default:
			if !f.same(base, to) {
				f.put(e, to)
			}
		}
	}
	if e.Number == "" {
		e.Number = to.Number
	}
	return e
}

// redoMarks does to the marks of e what led from base's to to's, source by
// source.
func redoMarks(base, to, e *corpus.Entry) {
	was, is := marksBySource(base), marksBySource(to)
	var out []json.RawMessage
	for _, raw := range marks(e) {
		key := markKey(raw)
		if was[key] == is[key] {
			out = append(out, raw)
		}
	}
	for _, raw := range marks(to) {
		if key := markKey(raw); was[key] != is[key] {
			out = append(out, raw)
		}
	}
	setMarks(e, out)
}

// markKey tells the elements of the list apart: by their source, or by what
// they are where they name none.
func markKey(raw json.RawMessage) string {
	if m, ok := markOf(raw); ok {
		return "source " + m.Source
	}
	return "other " + string(raw)
}

func marksBySource(e *corpus.Entry) map[string]string {
	out := make(map[string]string)
	for _, raw := range marks(e) {
		out[markKey(raw)] = string(raw)
	}
	return out
}
