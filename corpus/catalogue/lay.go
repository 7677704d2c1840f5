package catalogue

import (
	"bytes"
	"runtime"

	"chabiao/corpus"

	"golang.org/x/sync/errgroup"
)

// layer lays groups of rows over entries. It computes only: what it needs from
// the catalogue has been read before, what it finds is written after.
type layer struct {
	batch    int64
	source   string // the batch's
	reopened bool
	held     map[string]*held // by key
	older    map[int64][]step // of a reopened batch: the steps before, by row
}

// laid is what becomes of a group.
type laid struct {
	counts Counts
	held   *held   // the entry that was there; nil when none was
	states []state // what the entry becomes, one after the other; none when it stays
	drop   []edge
	add    []edge
	stands bool // laid by this very batch before it was reopened
}

// state is what one row makes of an entry.
type state struct {
	row    *Row
	record []byte
}

// all lays groups of different keys, on all cores.
func (l *layer) all(groups []Group) ([]laid, error) {
	out := make([]laid, len(groups))
	part := len(groups)/runtime.GOMAXPROCS(0) + 1
	var g errgroup.Group
	for from := 0; from < len(groups); from += part {
		g.Go(func() error {
			for i := from; i < min(from+part, len(groups)); i++ {
				if err := l.lay(groups[i], &out[i]); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return out, g.Wait()
}

func (l *layer) lay(g Group, out *laid) error {
	out.held = l.held[g[0].Key]
	var base *corpus.Entry
	var now []byte // the entry's record; nil when there is none
	if h := out.held; h != nil {
		var err error
		if base, err = h.entry(); err != nil {
			return err
		}
		if base != nil {
			now = h.record
		}
		if l.reopened {
			if out.stands, err = l.asBefore(g, h, out); err != nil || out.stands {
				return err
			}
		}
	}
	states := l.over(base, g)
	last := EncodeEntry(nil, states[len(states)-1])
	if now != nil && !bytes.Equal(last, now) {
		now = EncodeEntry(nil, base) // an older version may have written it otherwise
	}
	out.counts, out.states = outcome(now, g, states, last)
	if len(out.states) > 0 {
		out.drop, out.add = edgeChange(base, states[len(states)-1])
	}
	return nil
}

// over lays the rows of a group over an entry and gives the entry after each.
// Within one file each row is laid over the entry as it was before the file.
func (l *layer) over(base *corpus.Entry, g Group) []*corpus.Entry {
	states := make([]*corpus.Entry, len(g))
	for i := range g {
		if i > 0 && g[i].File != g[i-1].File {
			base = states[i-1]
		}
		e := g[i].Entry
		if base != nil {
			e = corpus.Update(base, e)
		}
		states[i] = cameBack(e, l.source)
	}
	return states
}

// outcome tells what each row of a group does to an entry with the record now
// (nil: none), and the states that differ from the one before.
func outcome(now []byte, g Group, states []*corpus.Entry, last []byte) (n Counts, changes []state) {
	n.Read = int64(len(g))
	for i := range g {
		n.Warnings += g[i].Warnings
	}
	if now != nil && bytes.Equal(last, now) {
		n.Unchanged = n.Read
		return n, nil
	}
	for i := range g {
		record := last
		if i < len(g)-1 {
			record = EncodeEntry(nil, states[i])
		}
		switch {
		case now == nil:
			n.New++
		case bytes.Equal(record, now):
			n.Unchanged++
			continue
		default:
			n.Changed++
		}
		now = record
		changes = append(changes, state{&g[i], record})
	}
	return n, changes
}

// asBefore recognizes, when a batch is laid once more, a group that it had
// written already: laid over the entry as it was before, it gives what the
// batch had written. It counts as it did then and is not written again, not
// even where a later batch has changed the entry since.
func (l *layer) asBefore(g Group, h *held, out *laid) (bool, error) {
	steps := append(l.older[h.row], h.step)
	for end := len(steps) - 1; end >= 0; end-- {
		if steps[end].batch != l.batch {
			continue
		}
		first := end
		for first > 0 && steps[first-1].batch == l.batch {
			first--
		}
		var before *corpus.Entry
		var record []byte
		if first > 0 {
			var err error
			if before, err = steps[first-1].entry(); err != nil {
				return false, err
			}
		}
		if before != nil {
			record = EncodeEntry(nil, before)
		}
		states := l.over(before, g)
		last := EncodeEntry(nil, states[len(states)-1])
		if bytes.Equal(last, steps[end].record) {
			out.counts, _ = outcome(record, g, states, last)
			return true, nil
		}
		end = first
	}
	return false, nil
}
