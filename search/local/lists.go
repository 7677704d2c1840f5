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
	also []alsoLists                 // by alternative, as in Unit.Also
	own  *roaring.Bitmap             // those with the word itself in any field
	// classes are those in a class that is called so.
	classes *roaring.Bitmap
	any     *roaring.Bitmap // all of these, and those with what means the same
}

// alsoLists are the documents of what means the same as a word.
type alsoLists [fieldClass]*roaring.Bitmap

// lists finds the documents of a word.
func (r *reader) lists(u *seg.Unit) (lists, error) {
	l := lists{also: make([]alsoLists, len(u.Also))}
	for f, field := range schema.TextFields {
		docs, err := r.wordDocs(field, u)
		if err != nil {
			return l, err
		}
		l.word[f] = docs
		for i := range u.Also {
			l.also[i][f] = none
			if field == schema.NumberRaw || field == schema.Bodies {
				continue // names are said in one way
			}
			if l.also[i][f], err = r.termsDocs(field, u.Also[i].Terms); err != nil {
				return l, err
			}
		}
	}
	var members []*roaring.Bitmap
	for _, ref := range u.Classes {
		docs, err := r.docs(facetField[ref.Scheme.String()], ref.Code)
		if err != nil {
			return l, err
		}
		members = append(members, docs)
	}
	l.classes = union(members)
	l.own = union(l.word[:])
	l.any = union([]*roaring.Bitmap{l.own, l.classes})
	for i := range l.also {
		l.any = union([]*roaring.Bitmap{l.any, union(l.also[i][:])})
	}
	return l, nil
}

// unitLists finds the documents of several words.
func (r *reader) unitLists(units []seg.Unit) ([]lists, error) {
	out := make([]lists, len(units))
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
		sets = append(sets, l.also[i][f])
	}
	return union(sets)
}

// union is the union of sets, one of them itself where the others are empty. It
// makes new sets rather than add to one: adding a container of runs in place goes
// value by value in roaring.
func union(sets []*roaring.Bitmap) *roaring.Bitmap {
	some := make([]*roaring.Bitmap, 0, len(sets))
	for _, s := range sets {
		if s != nil && !s.IsEmpty() {
			some = append(some, s)
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
