package local

import (
	"fmt"
	"math"
	"strings"

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
		for i := range r.totals {
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

// explain tells how a document came to its score, in a line that a person can
// add up.
func (f *found) explain(p *prepared, lang string) (string, error) {
	r, doc := f.r, f.doc
	var b strings.Builder
	for _, l := range p.levels[r] {
		if !l.docs.Contains(doc) {
			continue
		}
		head := fmt.Sprintf("%s %.0f + ", map[string]string{"zh": "标准号", "en": "number"}[lang], l.score)
		if p.standingAlone(l.score) {
			return head + fmt.Sprintf("1 × %.3f", r.standing[doc]), nil
		}
		b.WriteString(head)
		break
	}
	if len(p.words) == 0 {
		return fmt.Sprintf("1 × %.3f", r.standing[doc]), nil
	}
	by, led := *f, false // whose words count
	if from, ok := p.adopterOf(f); ok {
		by, led = from.found, true
	}
	sum := b.String() + "(" + p.explainWords(by.r, by.doc, lang) + ")"
	if led {
		sum += fmt.Sprintf(" × %.2f (%s)", adoptedWeight, factorLabels[lang].adopted)
	}
	sum += fmt.Sprintf(" × %.3f", r.standing[doc])
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

// explainWords tells what the words count in a document.
func (p *prepared) explainWords(r *reader, doc uint32, lang string) string {
	one := asked{docs: roaring.BitmapOf(doc), ids: []uint32{doc}}
	var terms []string
	for i := range p.words {
		u, l := &p.words[i], p.lists[r][i]
		parts, _ := l.parts(&one, nil, nil)
		tf := float32(0)
		for _, pt := range parts {
			tf += pt.weight * p.tempers[pt.field][r.length(pt.field, doc)]
		}
		if tf == 0 {
			continue
		}
		var where []string
		for f, field := range schema.TextFields {
			if l.field(f).Contains(doc) {
				where = append(where, fieldLabels[lang][field])
			}
		}
		if l.classes.Contains(doc) {
			where = append(where, factorLabels[lang].class)
		}
		terms = append(terms, fmt.Sprintf("%s %.2f (idf %.2f, %s)", u.Text, saturate(p.wordWeight(i), tf), p.idf[i], strings.Join(where, " ")))
	}
	return strings.Join(terms, " + ")
}

var factorLabels = map[string]struct{ class, language, title, lent, edition, adopted string }{
	"zh": {"类名", "无所用语言的题名", "题名", "同一标准的另一版本更切题", "同一标准的其他版本在前", "采用它的标准所得"},
	"en": {"class names", "no title in the language asked in", "title", "another edition of it fits better", "another edition stands before", "of the standard that adopts it"},
}

var fieldLabels = map[string]map[string]string{
	"zh": {schema.TitleZH: "中文题名", schema.TitleEN: "英文题名", schema.TitleMore: "其他题名", schema.NumberRaw: "标准号", schema.Keywords: "关键词", schema.Abstract: "摘要", schema.Bodies: "单位"},
	"en": {schema.TitleZH: "Chinese title", schema.TitleEN: "English title", schema.TitleMore: "other titles", schema.NumberRaw: "number", schema.Keywords: "keywords", schema.Abstract: "abstract", schema.Bodies: "bodies"},
}
