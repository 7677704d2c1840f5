package local

import (
	"fmt"
	"math"
	"strings"
	"sync"

	seg "chabiao/corpus/segment"
	"chabiao/indexer/schema"

	"github.com/RoaringBitmap/roaring/v2"
)

// stats are the figures of the whole index that BM25 needs.
type stats struct {
	docs float64
	avg  [len(fieldWeight)]float32 // mean length of each text field, in words
}

func newStats(readers []*reader) stats {
	var s stats
	var total, fielded [len(fieldWeight)]float64
	for _, r := range readers {
		s.docs += float64(r.size)
		for i := range total {
			total[i] += r.totals[i]
			fielded[i] += r.fielded[i]
		}
	}
	for i := range s.avg {
		s.avg[i] = 1
		if fielded[i] > 0 {
			s.avg[i] = float32(total[i] / fielded[i])
		}
	}
	return s
}

// idf is Robertson and Spärck Jones's weight of a word that stands in df of
// the documents, kept above zero by the 1 in the logarithm.
func (s stats) idf(df float64) float32 {
	return float32(math.Log(1 + (s.docs-df+0.5)/(df+0.5)))
}

// scratch holds one search's scores of a segment's documents.
type scratch struct {
	scores []float32 // all zero between uses
	tf     []float32 // the same
}

var scratches = sync.Pool{New: func() any { return new(scratch) }}

func getScratch(size int) *scratch {
	s := scratches.Get().(*scratch)
	if cap(s.scores) < size {
		s.scores, s.tf = make([]float32, size), make([]float32, size)
	}
	s.scores, s.tf = s.scores[:size], s.tf[:size]
	return s
}

// release clears the scores of the documents that were scored.
func (s *scratch) release(docs *roaring.Bitmap) {
	eachDoc(docs, func(doc uint32) { s.scores[doc] = 0 })
	scratches.Put(s)
}

// scoreText adds the words' BM25F to the scores of the documents.
func (r *reader) scoreText(units []seg.Unit, idf []float32, st stats, match *roaring.Bitmap, s *scratch) error {
	for i := range units {
		u := &units[i]
		weight := idf[i]
		if u.Optional {
			weight *= optionalWeight
		}
		touched := roaring.New()
		had, err := r.anyOf(schema.TextFields, u)
		if err != nil {
			return err
		}
		for f, field := range schema.TextFields {
			levels := 1
			if len(u.Terms) == 1 && !u.Prefix {
				levels = schema.MaxTF
			}
			var temper [64]float32
			for step := range temper {
				b := fieldWeight[f].b
				temper[step] = fieldWeight[f].weight / (1 - b + b*schema.StepLength(uint8(step))/st.avg[f])
			}
			lengths := r.lengths[f]
			for n := 1; n <= levels; n++ {
				var docs *roaring.Bitmap
				var err error
				if n == 1 {
					docs, err = r.wordDocs(field, u)
				} else {
					docs, err = r.docs(field, schema.Repeated(u.Terms[0], n))
				}
				if err != nil {
					return err
				}
				if docs = roaring.And(docs, match); docs.IsEmpty() {
					break
				}
				if n == 1 {
					touched.Or(docs)
				}
				eachDoc(docs, func(doc uint32) { s.tf[doc] += temper[lengths[doc]&63] })
			}
			if err := r.alsoDocs(u, field, had, func(docs *roaring.Bitmap, weight float32) {
				docs.And(match)
				touched.Or(docs)
				eachDoc(docs, func(doc uint32) { s.tf[doc] += weight * temper[lengths[doc]&63] })
			}); err != nil {
				return err
			}
		}
		eachDoc(touched, func(doc uint32) {
			tf := s.tf[doc]
			s.tf[doc] = 0
			s.scores[doc] += weight * (k1 + 1) * tf / (k1 + tf)
		})
	}
	return nil
}

// anyOf are the documents with the word itself in any of the fields, if there is
// something else that means the same; else it is not needed.
func (r *reader) anyOf(fields []string, u *seg.Unit) (*roaring.Bitmap, error) {
	if len(u.Also) == 0 {
		return nil, nil
	}
	out := roaring.New()
	for _, field := range fields {
		docs, err := r.wordDocs(field, u)
		if err != nil {
			return nil, err
		}
		out.Or(docs)
	}
	return out, nil
}

// alsoDocs gives the documents that have in a field what means the same as a
// word, and the word itself nowhere: a title in two languages must not count
// twice. Each comes once, with the highest weight; the bitmaps are the caller's.
func (r *reader) alsoDocs(u *seg.Unit, field string, had *roaring.Bitmap, each func(docs *roaring.Bitmap, weight float32)) error {
	if len(u.Also) == 0 {
		return nil
	}
	seen := had.Clone()
	for i := range u.Also { // surest first
		docs, err := r.termsDocs(field, u.Also[i].Terms)
		if err != nil {
			return err
		}
		docs = roaring.AndNot(docs, seen)
		seen.Or(docs)
		each(docs, u.Also[i].Weight)
	}
	return nil
}

// explain tells how a document came to its score, in a line that a person can
// add up.
func (f *found) explain(p *prepared, lang string) (string, error) {
	r, doc := f.r, f.doc
	var b strings.Builder
	one := roaring.BitmapOf(doc)
	for _, l := range p.levels[r] {
		if !l.docs.Contains(doc) {
			continue
		}
		head := fmt.Sprintf("%s %.0f + ", map[string]string{"zh": "标准号", "en": "number"}[lang], l.score)
		if len(p.plan.Words) == 0 {
			return head + fmt.Sprintf("1 × %.3f", r.standing[doc]), nil
		}
		b.WriteString(head)
		break
	}
	b.WriteByte('(')
	for i, u := range p.words {
		s := getScratch(r.size)
		if err := r.scoreText(p.words[i:i+1], p.idf[i:i+1], p.stats, one, s); err != nil {
			return "", err
		}
		score := s.scores[doc]
		s.release(one)
		if score == 0 {
			continue
		}
		var where []string
		for _, field := range schema.TextFields {
			docs, err := r.unitDocs(field, &u)
			if err != nil {
				return "", err
			}
			if docs.Contains(doc) {
				where = append(where, fieldLabels[lang][field])
			}
		}
		fmt.Fprintf(&b, "%s %.2f (idf %.2f, %s) + ", u.Text, score, p.idf[i], strings.Join(where, " "))
	}
	sum := fmt.Sprintf("%s) × %.3f", strings.TrimSuffix(b.String(), " + "), r.standing[doc])
	if own := p.ownLanguage(r); own != nil && own[doc] == 0 {
		sum += fmt.Sprintf(" × %.2f (%s)", otherLanguage, factorLabels[lang].language)
	}
	if f.title > 0 {
		sum += fmt.Sprintf(" × %.3f (%s)", f.title, factorLabels[lang].title)
	}
	if f.lent > 1 {
		sum += fmt.Sprintf(" × %.3f (%s)", f.lent, factorLabels[lang].lent)
	}
	if f.edition > 0 {
		sum += fmt.Sprintf(" × %.2f (%s)", f.edition, factorLabels[lang].edition)
	}
	return sum, nil
}

var factorLabels = map[string]struct{ language, title, lent, edition string }{
	"zh": {"无所用语言的题名", "题名", "同一标准的另一版本更切题", "同一标准的其他版本在前"},
	"en": {"no title in the language asked in", "title", "another edition of it fits better", "another edition stands before"},
}

var fieldLabels = map[string]map[string]string{
	"zh": {schema.TitleZH: "中文题名", schema.TitleEN: "英文题名", schema.TitleMore: "其他题名", schema.NumberRaw: "标准号", schema.Keywords: "关键词", schema.Abstract: "摘要", schema.Bodies: "单位"},
	"en": {schema.TitleZH: "Chinese title", schema.TitleEN: "English title", schema.TitleMore: "other titles", schema.NumberRaw: "number", schema.Keywords: "keywords", schema.Abstract: "abstract", schema.Bodies: "bodies"},
}
