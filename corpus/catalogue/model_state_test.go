package catalogue

import (
	"encoding/json"
	"slices"
	"strconv"

	"chabiao/corpus"
)

// flat is an entry as a map from field to value, so that a model of undo needs
// nothing of the code under test. nil is no entry.
type flat map[string]string

func flatten(t tester, e *corpus.Entry) flat {
	t.Helper()
	b, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]json.RawMessage
	if err := json.Unmarshal(b, &m); err != nil {
		t.Fatal(err)
	}
	out := flat{}
	for k, v := range m {
		switch k {
		case "status", "status_raw":
			out["status"] = string(m["status"]) + "/" + string(m["status_raw"])
		case "extra":
			var extra map[string]json.RawMessage
			if err := json.Unmarshal(v, &extra); err != nil {
				t.Fatal(err)
			}
			for k, v := range extra {
				if k != VanishedKey {
					out["extra/"+k] = string(v)
					continue
				}
				var list []struct {
					Source string
					Batch  int64
				}
				if err := json.Unmarshal(v, &list); err != nil {
					t.Fatal(err)
				}
				for _, m := range list {
					out["gone/"+m.Source] = goneBy(m.Batch)
				}
			}
		default:
			out[k] = string(v)
		}
	}
	return out
}

// goneBy is the value of a mark that an entry vanished. The batch is part of
// it, as it is of the entry: where the newer of two batches that found the
// entry vanished is taken back, the mark goes back to the older one's.
func goneBy(batch int64) string { return strconv.FormatInt(batch, 10) }

// event is what an import did to one entry.
type event struct {
	batch         int64
	before, after flat
}

// news is what an import told about a source and an entry.
type news struct {
	batch int64
	holds bool
}

// model is what the catalogue should be: the logs of all imports, and which of
// them have been taken back.
type model struct {
	events  map[string][]event           // by number
	members map[string]map[string][]news // by source and number
	dead    map[int64]bool
	imports []int64
	turns   map[int64][]int64 // by import: the undos that turned it over, in order
}

func (m *model) state(num string) flat {
	var now flat
	for _, ev := range m.events[num] {
		if m.dead[ev.batch] {
			continue
		}
		if now == nil {
			now = flat{}
		}
		for k, v := range ev.after {
			if ev.before == nil || ev.before[k] != v {
				now[k] = v
			}
		}
		for k := range ev.before {
			if _, kept := ev.after[k]; !kept {
				delete(now, k)
			}
		}
		now["number"] = ev.after["number"]
	}
	return now
}

func (m *model) states() map[string]flat {
	out := map[string]flat{}
	for num := range m.events {
		if s := m.state(num); s != nil {
			out[num] = s
		}
	}
	return out
}

func (m *model) holds(source, num string) bool {
	holds := false
	for _, n := range m.members[source][num] {
		if !m.dead[n.batch] {
			holds = n.holds
		}
	}
	return holds && m.state(num) != nil
}

func (m *model) tell(source, num string, batch int64, holds bool) {
	if m.members[source] == nil {
		m.members[source] = map[string][]news{}
	}
	m.members[source][num] = append(m.members[source][num], news{batch, holds})
}

// conflicts are the entries that imports which count changed after the batch.
// since tells which event was the newest when an undo ran.
func (m *model) conflicts(id int64, since map[string]int) int64 {
	var n int64
	for num, evs := range m.events {
		start := -1
		if since != nil {
			if at, ok := since[num]; ok {
				start = at
			}
		} else {
			start = slices.IndexFunc(evs, func(ev event) bool { return ev.batch == id }) + 1
			if start == 0 {
				continue
			}
		}
		if start < 0 {
			continue
		}
		if slices.ContainsFunc(evs[start:], func(ev event) bool { return ev.batch != id && !m.dead[ev.batch] }) {
			n++
		}
	}
	return n
}
