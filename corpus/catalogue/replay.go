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
	for i := range steps {
		s := &steps[i]
		switch {
		case skip[s.batch]:
		case same || s.deleted:
			now = *s
		default:
			record, err := redo(steps[:i], s, &now)
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

// redoMarks takes from e the marks that to lacks and gives it those that to
// has and base has not.
func redoMarks(base, to, e *corpus.Entry) {
	set := func(list []json.RawMessage) map[string]bool {
		m := make(map[string]bool, len(list))
		for _, raw := range list {
			m[string(raw)] = true
		}
		return m
	}
	now := marks(to)
	old, keep := set(marks(base)), set(now)
	var out []json.RawMessage
	gained := make(map[string]bool) // sources
	for _, raw := range now {
		if m, ok := markOf(raw); ok && !old[string(raw)] {
			gained[m.Source] = true
		}
	}
	there := make(map[string]bool)
	for _, raw := range marks(e) {
		m, ok := markOf(raw)
		if old[string(raw)] && !keep[string(raw)] || ok && gained[m.Source] {
			continue
		}
		there[string(raw)] = true
		out = append(out, raw)
	}
	for _, raw := range now {
		if !old[string(raw)] && !there[string(raw)] {
			out = append(out, raw)
		}
	}
	setMarks(e, out)
}
