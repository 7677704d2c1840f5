package local

import (
	"cmp"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
)

// tier is a part of a segment's documents whose scores have a bound in common:
// most is the highest factor that standing and language give any of them.
type tier struct {
	docs *roaring.Bitmap
	most float32
}

// tiersOf parts the documents by whether they are in force and whether they have
// a title in a language, 0 for Chinese and 1 for English, the best first.
func (v *view) tiersOf(lang int) []tier {
	var docs [4][]uint32
	var most [4]float32
	for doc, standing := range v.standing {
		i, factor := 0, standing
		if standing < liveStanding {
			i = 1
		}
		if v.lengths[lang][doc] == 0 {
			i, factor = i+2, standing*otherLanguage
		}
		docs[i] = append(docs[i], uint32(doc))
		most[i] = max(most[i], factor)
	}
	var out []tier
	for i := range docs {
		if len(docs[i]) > 0 {
			set := roaring.BitmapOf(docs[i]...)
			set.RunOptimize()
			out = append(out, tier{set, most[i]})
		}
	}
	slices.SortFunc(out, func(a, b tier) int { return cmp.Compare(b.most, a.most) })
	return out
}

// byStanding orders documents by their standing, and those of one standing by
// their rows.
func byStanding(standing []float32, rows []uint32) []uint32 {
	count := make(map[float32]int)
	for _, s := range standing {
		count[s]++
	}
	values := make([]float32, 0, len(count))
	for s := range count {
		values = append(values, s)
	}
	slices.SortFunc(values, func(a, b float32) int { return cmp.Compare(b, a) })
	next := make(map[float32]int, len(count))
	at := 0
	for _, s := range values {
		next[s] = at
		at += count[s]
	}
	out := make([]uint32, len(standing))
	for doc, s := range standing {
		out[next[s]] = uint32(doc)
		next[s]++
	}
	if !slices.IsSorted(rows) {
		for _, s := range values {
			slices.SortFunc(out[next[s]-count[s]:next[s]], func(a, b uint32) int { return cmp.Compare(rows[a], rows[b]) })
		}
	}
	return out
}
