package local

import (
	seg "chabiao/corpus/segment"
	"chabiao/indexer/schema"

	"github.com/RoaringBitmap/roaring/v2"
)

// none is the set of no documents. It must not be changed.
var none = roaring.New()

// lists are the documents of a query's word in one segment, found once for
// matching, weighing and scoring. Its bitmaps may belong to the segment and must
// not be changed; deleted documents are in them.
type lists struct {
	word [fieldClass]*roaring.Bitmap // by text field: those with the word itself
	// also are those with what means the same and without the word itself, by its
	// weight, the highest first; a document stands in a field's list once.
	also    []alsoLists
	own     *roaring.Bitmap               // those with the word itself in any field
	classes *roaring.Bitmap               // those in a class that is called so
	any     *roaring.Bitmap               // all of these
	more    [fieldClass][]*roaring.Bitmap // by text field: those with the word twice, three times and so on
	places  []place                       // all of these that count, apart from own and any
}

// place is where a word is found: the documents that have it in a field once more
// than the places before say; weight is what that counts.
type place struct {
	docs   *roaring.Bitmap
	bits   []uint64 // docs as a plain array, where they are many
	field  int
	weight float32
}

type alsoLists struct {
	weight float32
	docs   [fieldClass]*roaring.Bitmap // by text field
}

// lists finds the documents of a word, or has them still: a segment does not
// change.
func (r *reader) lists(u *seg.Unit) (*lists, error) {
	key := signature(u)
	if l := r.known.get(key); l != nil {
		return l, nil
	}
	l, err := r.findLists(u)
	if err == nil {
		r.known.put(key, l)
	}
	return l, err
}

func (r *reader) findLists(u *seg.Unit) (*lists, error) {
	l := &lists{}
	var err error
	for f, field := range schema.TextFields {
		if l.word[f], err = r.wordDocs(field, u); err != nil {
			return nil, err
		}
	}
	l.own = union(l.word[:])
	var members []*roaring.Bitmap
	for _, ref := range u.Classes {
		docs, err := r.docs(facetField[ref.Scheme.String()], ref.Code)
		if err != nil {
			return nil, err
		}
		members = append(members, docs)
	}
	l.classes = union(members)
	all := []*roaring.Bitmap{l.own, l.classes}
	var seen [fieldClass]*roaring.Bitmap
	for i := 0; i < len(u.Also); { // surest first
		same := i + 1
		for same < len(u.Also) && u.Also[same].Weight == u.Also[i].Weight {
			same++
		}
		a := alsoLists{weight: u.Also[i].Weight}
		for f, field := range schema.TextFields {
			a.docs[f] = none
			if saidOneWay(field) {
				continue
			}
			var sets []*roaring.Bitmap
			for k := i; k < same; k++ {
				docs, err := r.termsDocs(field, u.Also[k].Terms)
				if err != nil {
					return nil, err
				}
				sets = append(sets, docs)
			}
			docs := union(sets)
			if docs.IsEmpty() {
				continue
			}
			docs = roaring.AndNot(docs, l.own)
			if seen[f] != nil {
				docs.AndNot(seen[f])
			}
			a.docs[f], seen[f] = docs, union([]*roaring.Bitmap{seen[f], docs})
		}
		l.also = append(l.also, a)
		i = same
	}
	l.any = union(append(all, seen[:]...))
	if len(u.Terms) == 1 && !u.Prefix {
		for f, field := range schema.TextFields {
			for n := 2; n <= schema.MaxTF && !l.word[f].IsEmpty(); n++ {
				docs, err := r.docs(field, schema.Repeated(u.Terms[0], n))
				if err != nil {
					return nil, err
				}
				if docs.IsEmpty() {
					break
				}
				l.more[f] = append(l.more[f], docs)
			}
		}
	}
	l.flatten()
	l.place(r.size)
	return l, nil
}

// place fills places. What means the same counts only in documents that have the
// word itself nowhere, and each with the surest of it: a title in two languages
// must not count twice.
func (l *lists) place(size int) {
	add := func(docs *roaring.Bitmap, field int, weight float32) {
		if docs.IsEmpty() {
			return
		}
		p := place{docs: docs, field: field, weight: weight}
		if docs.GetCardinality() > uint64(size/keptShare) {
			p.bits = docs.ToDense()
		}
		l.places = append(l.places, p)
	}
	for f, docs := range l.word {
		add(docs, f, 1)
		for _, more := range l.more[f] {
			add(more, f, 1)
		}
	}
	add(l.classes, fieldClass, 1)
	for i := range l.also {
		for f, docs := range l.also[i].docs {
			add(docs, f, l.also[i].weight)
		}
	}
}

// flatten takes the runs out of the sets: the lists are joined with others in
// many searches.
func (l *lists) flatten() {
	made := make(map[*roaring.Bitmap]*roaring.Bitmap) // one set may stand in several places
	for _, docs := range l.sets() {
		if *docs == nil {
			continue
		}
		if made[*docs] == nil {
			made[*docs] = plain(*docs)
		}
		*docs = made[*docs]
	}
}

// sets are all sets of the lists.
func (l *lists) sets() []**roaring.Bitmap {
	out := []**roaring.Bitmap{&l.own, &l.classes, &l.any}
	for f := range l.word {
		out = append(out, &l.word[f])
		for i := range l.more[f] {
			out = append(out, &l.more[f][i])
		}
	}
	for i := range l.also {
		for f := range l.also[i].docs {
			out = append(out, &l.also[i].docs[f])
		}
	}
	return out
}

// saidOneWay tells the fields in which nothing else is looked for than what was
// typed: numbers, and names of bodies.
func saidOneWay(field string) bool { return field == schema.NumberRaw || field == schema.Bodies }

// unitLists finds the documents of several words.
func (r *reader) unitLists(units []seg.Unit) ([]*lists, error) {
	out := make([]*lists, len(units))
	for i := range units {
		var err error
		if out[i], err = r.lists(&units[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// field are the documents that have the word, or what means the same, in a text
// field.
func (l *lists) field(f int) *roaring.Bitmap {
	sets := make([]*roaring.Bitmap, 0, 1+len(l.also))
	sets = append(sets, l.word[f])
	for i := range l.also {
		sets = append(sets, l.also[i].docs[f])
	}
	return union(sets)
}

// union is the union of sets, one of them itself where the others are empty. Of
// sets that are few or small it makes new ones rather than add to one: adding a
// container of runs in place goes value by value in roaring.
func union(sets []*roaring.Bitmap) *roaring.Bitmap {
	some := make([]*roaring.Bitmap, 0, len(sets))
	for _, s := range sets {
		if s != nil && !s.IsEmpty() {
			some = append(some, s)
		}
	}
	if len(some) > 2 {
		if all := denseUnion(some); all != nil {
			return all
		}
	}
	for len(some) > 1 {
		half := some[:0]
		for i := 0; i < len(some); i += 2 {
			if i+1 == len(some) {
				half = append(half, some[i])
			} else {
				half = append(half, roaring.Or(some[i], some[i+1]))
			}
		}
		some = half
	}
	if len(some) == 0 {
		return none
	}
	return some[0]
}
