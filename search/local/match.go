package local

import (
	"cmp"
	"slices"

	"chabiao/corpus/number"
	seg "chabiao/corpus/segment"
	"chabiao/indexer/schema"
	"chabiao/search/query"

	"github.com/RoaringBitmap/roaring/v2"
)

// wordDocs finds the documents that have the word itself in a field.
func (r *reader) wordDocs(field string, u *seg.Unit) (*roaring.Bitmap, error) {
	if u.Prefix {
		return r.prefixDocs(field, u.Terms[0])
	}
	return r.termsDocs(field, u.Terms)
}

// termsDocs finds the documents that have all the terms in a field. The bitmap
// may belong to the segment.
func (r *reader) termsDocs(field string, terms []string) (*roaring.Bitmap, error) {
	if len(terms) == 1 {
		return r.docs(field, terms[0])
	}
	sets := make([]*roaring.Bitmap, 0, len(terms))
	for _, term := range terms {
		docs, err := r.docs(field, term)
		if err != nil {
			return nil, err
		}
		if docs.IsEmpty() {
			return none, nil
		}
		sets = append(sets, docs)
	}
	return intersection(sets), nil
}

// intersection is what sets have in common, at least one of them: the smallest
// first, since the work goes by it.
func intersection(sets []*roaring.Bitmap) *roaring.Bitmap {
	sets = slices.Clone(sets)
	slices.SortFunc(sets, func(a, b *roaring.Bitmap) int { return cmp.Compare(a.GetCardinality(), b.GetCardinality()) })
	out := sets[0]
	for _, s := range sets[1:] {
		if out.IsEmpty() {
			break
		}
		out = roaring.And(out, s)
	}
	return out
}

// required picks the words that a document must have.
func required(units []seg.Unit) []*seg.Unit {
	var out []*seg.Unit
	for i := range units {
		if !units[i].Optional && !units[i].Weak {
			out = append(out, &units[i])
		}
	}
	return out
}

// numberLevel is one way in which documents answer to a number.
type numberLevel struct {
	score float32
	docs  *roaring.Bitmap
}

// levelScores are the scores of the ways in which schema.NumberKeys look up.
var levelScores = [...]float32{scoreExact, scoreBase, scoreSameYear, scoreSeries, scoreLoose, scoreFamily}

// numberDocs finds the documents that a number means, best level first.
func (r *reader) numberDocs(n *number.Number) ([]numberLevel, error) {
	if n.Body() == "" {
		return r.serialLevel(n)
	}
	if whole, _, _, ok := n.Spread(); ok {
		n = &whole
	}
	var out []numberLevel
	for i, terms := range schema.NumberKeys(n) {
		var sets []*roaring.Bitmap
		for _, t := range terms {
			docs, err := r.docs(schema.FieldNumber, t)
			if err != nil {
				return nil, err
			}
			sets = append(sets, docs)
		}
		out = append(out, numberLevel{levelScores[i], union(sets)})
	}
	return out, nil
}

// serialLevel finds the documents whose number has digits that were asked for
// without a body, save those of which they are the year.
func (r *reader) serialLevel(n *number.Number) ([]numberLevel, error) {
	docs, err := r.docs(schema.NumberRaw, n.Serial())
	if err != nil {
		return nil, err
	}
	years, err := r.docs(schema.FieldYear, n.Serial())
	if err != nil {
		return nil, err
	}
	return []numberLevel{{scoreFamily, roaring.AndNot(docs, years)}}, nil
}

// naming finds the documents whose text names the number asked for. A number
// of a body that is not known is looked up by its letters and digits as words.
func (r *reader) naming(p *query.Plan) (*roaring.Bitmap, error) {
	if !p.Number.Generic() {
		return r.docs(schema.FieldNumber, schema.KeyMention+p.Number.SeriesKey())
	}
	var all []*roaring.Bitmap
	for _, u := range required(p.Mention) {
		l, err := r.lists(u)
		if err != nil {
			return nil, err
		}
		all = append(all, l.any)
	}
	if len(all) == 0 {
		return roaring.New(), nil
	}
	return intersection(all), nil
}
