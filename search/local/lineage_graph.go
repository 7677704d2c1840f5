package local

import (
	"slices"
	"strings"

	"chabiao/corpus"
	"chabiao/search"
)

// inTime lists the standards oldest first.
func (l *lineage) inTime() []*kin {
	out := make([]*kin, 0, len(l.kin))
	for _, k := range l.kin {
		out = append(out, k)
	}
	slices.SortFunc(out, byTime)
	return out
}

// sorted lists the standards so that each stands behind all that it replaces;
// among those that may come next the oldest first. Where sources go in a
// circle, the oldest is taken as if nothing came before it.
func (l *lineage) sorted() []*kin {
	rest := l.inTime()
	out := make([]*kin, 0, len(rest))
	done := make(map[*kin]bool, len(rest))
	for len(rest) > 0 {
		i := slices.IndexFunc(rest, func(k *kin) bool {
			for old := range k.olds {
				if !done[old] {
					return false
				}
			}
			return true
		})
		i = max(i, 0)
		done[rest[i]] = true
		out = append(out, rest[i])
		rest = slices.Delete(rest, i, i+1)
	}
	return out
}

// uncircle drops the links that lead back.
func (l *lineage) uncircle() {
	at := make(map[*kin]int)
	for i, k := range l.sorted() {
		at[k] = i
	}
	for _, k := range l.kin {
		for other := range k.news {
			if at[other] <= at[k] {
				delete(k.news, other)
				delete(other.olds, k)
			}
		}
	}
}

// beyond is all that replaced a standard, in the end or on the way; with back,
// all that it replaced.
func beyond(k *kin, back bool) map[*kin]bool {
	out := make(map[*kin]bool)
	list := []*kin{k}
	for len(list) > 0 {
		next := list[0].news
		if back {
			next = list[0].olds
		}
		list = list[1:]
		for other := range next {
			if !out[other] {
				out[other] = true
				list = append(list, other)
			}
		}
	}
	return out
}

func (k *kin) inForce() bool { return k.rec != nil && k.rec.Entry.Status.InForce() }

// instead is what to work to in place of the standard, in the order of numbers; see
// search.Standard.UseInstead.
func (l *lineage) instead() []*kin {
	en := l.self.rec.Entry
	back := en.Status == corpus.StatusUpcoming
	if !back && !needsSuccessor(en) && en.Status != corpus.StatusPartlySuperseded {
		return nil
	}
	all := beyond(l.self, back)
	var out, waiting []*kin
	for _, k := range l.inTime() {
		if !all[k] {
			continue
		}
		last := true
		for other := range beyond(k, back) {
			last = last && !other.inForce() && (other.rec != nil || other.draft())
		}
		switch {
		case k.inForce() && last:
			out = append(out, k)
		case k.rec == nil && len(k.news) == 0 && !back && !k.draft():
			out = append(out, k)
		case k.rec != nil && k.rec.Entry.Status == corpus.StatusUpcoming && len(k.news) == 0:
			waiting = append(waiting, k)
		}
	}
	if len(out) == 0 && !back {
		out = waiting
	}
	slices.SortStableFunc(out, func(a, b *kin) int { return strings.Compare(a.order, b.order) })
	return out
}

// thin leaves out standards until few enough are left to draw: first editions
// on the way, those far from the standard itself before the near, then
// whatever is farthest. It tells how many it left out.
func (l *lineage) thin(keep []*kin) (omitted int) {
	all := l.inTime()
	inner := func(k *kin) bool { return len(k.olds) == 1 && len(k.news) == 1 }
	for len(l.kin) > maxDrawn {
		var drop *kin
		for _, k := range all {
			if k == l.self || l.kin[k.key] != k || slices.Contains(keep, k) {
				continue
			}
			if drop == nil || inner(k) && !inner(drop) || inner(k) == inner(drop) && k.far > drop.far {
				drop = k
			}
		}
		if drop == nil {
			return omitted // all are ends in force
		}
		l.remove(drop)
		omitted++
	}
	return omitted
}

// remove takes a standard out and joins what it stood between.
func (l *lineage) remove(k *kin) {
	if len(k.olds) == 1 && len(k.news) == 1 {
		for old := range k.olds {
			for newer := range k.news {
				if _, ok := old.news[newer]; !ok {
					stated := k.olds[old] && k.news[newer]
					old.news[newer], newer.olds[old] = stated, stated
					old.skips[newer] = old.skips[k] + k.skips[newer] + 1
				}
			}
		}
	}
	for old := range k.olds {
		delete(old.news, k)
	}
	for newer := range k.news {
		delete(newer.olds, k)
	}
	delete(l.kin, k.key)
}

// told is the lineage as the answer has it.
func (l *lineage) told() search.Lineage {
	nodes := l.sorted()
	out := search.Lineage{Nodes: make([]search.Ref, len(nodes)), Links: []search.LineageLink{}}
	at := make(map[*kin]int, len(nodes))
	for i, k := range nodes {
		at[k], out.Nodes[i] = i, k.ref
		if k == l.self {
			out.Self = i
		}
	}
	for i, k := range nodes {
		for _, newer := range nodes[i+1:] {
			if stated, ok := k.news[newer]; ok {
				out.Links = append(out.Links, search.LineageLink{From: i, To: at[newer], Stated: stated, Skipped: k.skips[newer]})
			}
		}
	}
	return out
}
