package local

import (
	"slices"

	"chabiao/corpus"

	"github.com/RoaringBitmap/roaring/v2"
)

// shelf holds the documents of a segment that are alike as suggestions, so that
// the best of any set are found without looking at all of it.
type shelf struct {
	rank int
	docs *roaring.Bitmap
}

// Ranks are the standings that suggestions tell apart, best first: in force, and
// no amendment; amendments, and what is to come or not known; the rest.
const ranks = 3

func rankOf(status string) int {
	st, _ := corpus.ParseStatus(status)
	switch {
	case st.InForce():
		return 0
	case standingWeight[st] > liveStanding:
		return 1
	}
	return 2
}

// The first rank has a shelf for each stretch of lengths of titles, up to so
// many words, and for national and international standards before others.
var shelfLengths = [...]uint8{6, 9, 13, 20, 255}

const shelfSides = 2

// newShelves sorts the documents of a segment.
func newShelves(v *view) []shelf {
	statuses := v.values[factStatus].terms
	rank := make([]int, len(statuses))
	for ord, term := range statuses {
		rank[ord] = rankOf(term)
	}
	far := v.far[0]
	first := len(shelfLengths) * shelfSides
	docs := make([][]uint32, first+ranks-1)
	for doc := range v.facts {
		facts := &v.facts[doc]
		at := rank[facts[factStatus]]
		if at == 0 && v.amendments.Contains(uint32(doc)) {
			at = 1
		}
		if at > 0 {
			docs[first+at-1] = append(docs[first+at-1], uint32(doc))
			continue
		}
		length := v.lengths[0][doc]
		if length == 0 {
			length = v.lengths[1][doc]
		}
		i := 0
		for shelfLengths[i] < length {
			i++
		}
		i *= shelfSides
		if far.of(facts) > farthest-1 {
			i++
		}
		docs[i] = append(docs[i], uint32(doc))
	}
	out := make([]shelf, len(docs))
	for i := range docs {
		out[i] = shelf{rank: max(0, i-first+1), docs: roaring.BitmapOf(docs[i]...)}
	}
	return out
}

// inRank is how many documents of a set have a rank.
func (r *reader) inRank(docs *roaring.Bitmap, rank int) uint64 {
	var n uint64
	for _, sh := range r.shelves {
		if sh.rank == rank {
			n += docs.AndCardinality(sh.docs)
		}
	}
	return n
}

// farthest is the distance of what a reader is least likely to look for.
const farthest = 2

// distances tell how far standards are from a reader, by level and country.
type distances struct {
	level []float64 // by ordinal
	home  uint16    // the ordinal of the reader's country
}

// newDistances are those for a reader of Chinese, who has the national standards
// of China before international ones, and for others.
func newDistances(v *view) [2]distances {
	other := v.distances()
	home := other
	home.home = uint16(max(0, slices.Index(v.values[factCountry].terms, "CN")))
	return [2]distances{home, other}
}

func (v *view) distances() distances {
	d := distances{level: make([]float64, len(v.values[factLevel].terms))}
	for ord, term := range v.values[factLevel].terms {
		switch term {
		case "international":
			d.level[ord] = 0.5
		case "national":
			d.level[ord] = 1
		default:
			d.level[ord] = farthest
		}
	}
	return d
}

func (d *distances) of(f *facts) float64 {
	far := d.level[f[factLevel]]
	if d.home > 0 && f[factCountry] == d.home {
		far--
	}
	return far
}

// What a shelf's documents are ordered by: a title a word shorter comes first by
// 1, a standard nearer by farWeight; a title in another script counts as longer.
const (
	farWeight   = 2
	otherScript = 8
)

// maxScanned bounds the documents of one shelf that are compared.
const maxScanned = 1 << 11

// docSet is a set of documents as what it is put together from: those within,
// or all if that is nil, that any of the parts has. Most of it need never be
// worked out.
type docSet struct {
	within *roaring.Bitmap
	parts  []*roaring.Bitmap
}

// pick adds the best documents of sets, by reader, of one rank, until
// there are so many: short titles before long ones, near standards before others,
// newer before older.
func (p *picker) pick(s *snapshot, sets []docSet, rank, upTo int) {
	k := upTo - len(p.docs)
	if k <= 0 {
		return
	}
	best := newTopK(k)
	for at := range len(shelfLengths)*shelfSides + ranks - 1 {
		for i, r := range s.readers {
			sh, set := r.shelves[at], &sets[i]
			if sh.rank != rank || len(set.parts) == 0 {
				continue
			}
			docs := sh.docs
			if set.within != nil {
				docs = roaring.And(set.within, docs)
			}
			if docs.IsEmpty() {
				continue
			}
			for _, part := range set.parts {
				p.compare(r, roaring.And(docs, part), best)
			}
		}
		if len(best.list) == k && at%shelfSides == shelfSides-1 {
			break
		}
	}
	list := best.found()
	for i := range list {
		p.seen[list[i].row()] = true
	}
	p.docs = append(p.docs, list...)
}

// compare offers documents.
func (p *picker) compare(r *reader, docs *roaring.Bitmap, best *topK) {
	lengths, other := r.lengths[0], r.lengths[1]
	if !p.han {
		lengths, other = other, lengths
	}
	far := &r.far[0]
	if p.lang == "en" {
		far = &r.far[1]
	}
	var buf [512]uint32
	it := docs.ManyIterator()
	for left := maxScanned; left > 0; {
		n := it.NextMany(buf[:])
		if n == 0 {
			return
		}
		left -= n
		for _, doc := range buf[:n] {
			length := float64(lengths[doc])
			if length == 0 {
				length = float64(other[doc]) + otherScript
			}
			key := -length - farWeight*far.of(&r.facts[doc]) + float64(r.standing[doc])
			if key < best.floor() {
				continue
			}
			c := candidate{key: key, row: r.rows[doc], doc: doc, r: r}
			if p.seen[c.row] || r.deleted != nil && r.deleted.Contains(doc) || slices.ContainsFunc(best.list, func(o candidate) bool { return o.row == c.row }) {
				continue
			}
			best.offer(c)
		}
	}
}
