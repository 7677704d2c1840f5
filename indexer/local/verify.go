package local

import (
	"context"

	"chabiao/corpus"
	"chabiao/indexer/schema"

	"github.com/blevesearch/bleve/v2/index/scorch"
)

// Verification compares the index with the catalogue, entry by entry.
type Verification struct {
	Entries   int64 `json:"entries"`
	Indexed   int64 `json:"indexed"`
	Missing   int64 `json:"missing"`   // in the catalogue, not in the index
	Extra     int64 `json:"extra"`     // in the index, not in the catalogue
	Different int64 `json:"different"` // in both, but the index holds another state
	OK        bool  `json:"ok"`

	Translations int `json:"translations"` // learnt from titles; none is no fault

	Examples []string `json:"examples,omitempty"` // ids of the first that are wrong
}

const verifyExamples = 20

// Verify builds every entry's document anew and looks whether the index has
// exactly its terms, neither more nor fewer, and whether it holds any document
// that the catalogue does not.
func (ix *Index) Verify(ctx context.Context, progress Progress) (v Verification, err error) {
	defer corpus.Wrap(&err, "verify the index")
	if v.Entries, err = ix.cat.Count(ctx); err != nil {
		return v, err
	}
	g := ix.Acquire()
	if g == nil {
		v.Missing, v.OK = v.Entries, v.Entries == 0
		return v, nil
	}
	defer g.Release()
	snap, err := g.Reader()
	if err != nil {
		return v, err
	}
	defer snap.Close()
	docs, err := snap.DocCount()
	if err != nil {
		return v, err
	}
	v.Indexed, v.Translations = int64(docs), g.Lexicon().Len()

	sums, err := termSums(ctx, snap)
	if err != nil {
		return v, err
	}
	builder := schema.NewBuilder(ix.seg)
	var want summing
	var seen, done int64
	wrong := func(count *int64, id string) {
		*count++
		if len(v.Examples) < verifyExamples {
			v.Examples = append(v.Examples, id)
		}
	}
	for r, err := range ix.cat.All(ctx) {
		if err != nil {
			return v, err
		}
		have, ok := sums[r.Row]
		builder.Document(&want, r.Row, r.Entry)
		switch {
		case !ok:
			wrong(&v.Missing, r.ID)
		case have != want.sum:
			wrong(&v.Different, r.ID)
			seen++
		default:
			seen++
		}
		if done++; progress != nil && done%10000 == 0 {
			progress(done, v.Entries)
		}
	}
	v.Extra = int64(len(sums)) - seen
	v.OK = v.Missing == 0 && v.Extra == 0 && v.Different == 0 && v.Entries == v.Indexed
	return v, nil
}

// sum stands for the set of a document's terms: how many there are, and two
// order-free combinations of their hashes.
type sum struct {
	n        uint32
	add, xor uint64
}

func (s *sum) term(hash uint64) {
	s.n++
	s.add += hash
	s.xor ^= hash*0x9e3779b97f4a7c15 + hash>>32
}

func termHash(field, term []byte) uint64 {
	h := uint64(14695981039346656037)
	for _, part := range [][]byte{field, {0xff}, term} {
		for _, b := range part {
			h = (h ^ uint64(b)) * 1099511628211
		}
	}
	// FNV alone leaves the high bits of short terms alike; finish as murmur does.
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	return h ^ h>>33
}

// summing is a sink that sums up the terms of one document.
type summing struct {
	sum
	times map[uint64]int // of every term of the document, by hash
}

func (s *summing) Begin(string) {
	s.sum = sum{}
	if s.times == nil {
		s.times = make(map[uint64]int)
	}
	clear(s.times)
}

func (s *summing) Add(field int, term []byte) int {
	hash := termHash([]byte(schema.Fields[field]), term)
	s.times[hash]++
	if s.times[hash] == 1 {
		s.term(hash)
	}
	return s.times[hash]
}

// termSums walks all postings of the index and sums up the terms of every
// document, by catalogue row.
func termSums(ctx context.Context, snap *scorch.IndexSnapshot) (map[int64]sum, error) {
	out := make(map[int64]sum)
	for _, seg := range snap.Segments() {
		size := int(seg.FullSize())
		sums := make([]sum, size)
		deleted := seg.Deleted()
		for _, field := range seg.Fields() {
			if field == "_id" {
				continue
			}
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			dict, err := seg.Segment().Dictionary(field)
			if err != nil {
				return nil, err
			}
			terms := dict.AutomatonIterator(nil, nil, nil)
			for {
				entry, err := terms.Next()
				if err != nil {
					return nil, err
				}
				if entry == nil {
					break
				}
				hash := termHash([]byte(field), []byte(entry.Term))
				list, err := dict.PostingsList([]byte(entry.Term), deleted, nil)
				if err != nil {
					return nil, err
				}
				it := list.Iterator(false, false, false, nil)
				for {
					p, err := it.Next()
					if err != nil {
						return nil, err
					}
					if p == nil {
						break
					}
					sums[p.Number()].term(hash)
				}
			}
		}
		for n := range size {
			if deleted != nil && deleted.Contains(uint32(n)) {
				continue
			}
			id, err := seg.DocID(uint64(n))
			if err != nil {
				return nil, err
			}
			row, err := schema.ParseDocID(string(id))
			if err != nil {
				return nil, err
			}
			out[row] = sums[n]
		}
	}
	return out, nil
}
