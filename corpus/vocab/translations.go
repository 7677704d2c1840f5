package vocab

import (
	"cmp"
	_ "embed"
	"slices"
	"strings"
)

//go:embed translations.txt
var translationsFile string

// maxTranslations bounds how many translations a term has, the surest of
// them: each costs a search some postings.
const maxTranslations = 10

// Translations are what a folded term is called in the other language by
// translations.txt, surest first: its own, those of its synonyms, and the
// synonyms of these. Those that Synonyms tells are not among them. None if the
// term is not known.
func (v *Vocabulary) Translations(term string) []Synonym {
	if e := v.terms[keyOf(term)]; e != nil {
		return slices.Clone(e.translations)
	}
	return nil
}

// translationLine takes a line `中文 = english; other english`.
func (p *parser) translationLine(line string) error {
	chinese, rest, ok := strings.Cut(line, "=")
	if !ok {
		return p.errorf("%q has no = between Chinese and English", line)
	}
	from, _, err := p.term(strings.TrimSpace(chinese))
	if err != nil {
		return err
	}
	switch {
	case !from.han:
		return p.errorf("%q is not Chinese: the left side is", from.text)
	case from.apart:
		return p.errorf("%q is a word apart (!) in synonyms.txt", from.text)
	case from.translated:
		return p.errorf("%q stands in an earlier line already", from.text)
	}
	for _, s := range from.synonyms {
		if s.Weight != WeightImplied && !hasHan(s.Text) {
			return p.errorf("%q is %q in synonyms.txt: take it out here", from.text, s.Text)
		}
	}
	from.translated = true
	english := strings.Split(rest, ";")
	if len(english) > maxGroup {
		return p.errorf("%d translations, at most %d", len(english), maxGroup)
	}
	from.own = make([]translation, 0, len(english))
	for i, text := range english {
		to, _, err := p.term(strings.TrimSpace(text))
		if err != nil {
			return err
		}
		if to.han {
			return p.errorf("%q is not English: the right side is", to.text)
		}
		if slices.ContainsFunc(from.own, func(t translation) bool { return t.to == to }) {
			return p.errorf("%q stands twice in its line", to.text)
		}
		weight := float32(WeightGlossary)
		if i > 0 {
			weight = WeightGlossaryOther
		}
		from.own = append(from.own, translation{to, weight})
		to.own = append(to.own, translation{from, weight})
	}
	return nil
}

// translation is one end of a line of translations.txt, as seen from the other.
type translation struct {
	to     *entry
	weight float32
}

// translate gives every term its translations. What a synonym of it is called,
// and what else means the same as a translation, counts by both weights: 塑胶
// is called what 塑料 is.
func (p *parser) translate() {
	for _, e := range p.v.terms {
		p.translateAlong(e, e, 1)
		for _, s := range e.synonyms {
			if from := p.v.terms[keyOf(s.Text)]; from.han == e.han {
				p.translateAlong(e, from, s.Weight)
			}
		}
	}
	for _, e := range p.v.terms {
		e.own = nil
		slices.SortFunc(e.translations, func(a, b Synonym) int {
			return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(len(a.Text), len(b.Text)), cmp.Compare(a.Text, b.Text))
		})
		e.translations = slices.Clip(e.translations[:min(len(e.translations), maxTranslations)])
	}
}

// translateAlong gives a term what another, which means the same by a weight,
// is called by its own lines.
func (p *parser) translateAlong(e, from *entry, weight float32) {
	if e.translations == nil && from.own != nil {
		e.translations = make([]Synonym, 0, len(from.own))
	}
	for _, t := range from.own {
		e.addTranslation(t.to, weight*t.weight)
		for _, s := range t.to.synonyms {
			if to := p.v.terms[keyOf(s.Text)]; to.han != e.han {
				e.addTranslation(to, weight*t.weight*s.Weight)
			}
		}
	}
}

func (e *entry) addTranslation(to *entry, weight float32) {
	if to.apart || slices.ContainsFunc(e.synonyms, func(s Synonym) bool { return s.Text == to.text }) {
		return
	}
	for i := range e.translations {
		if e.translations[i].Text == to.text {
			e.translations[i].Weight = max(e.translations[i].Weight, weight)
			return
		}
	}
	e.translations = append(e.translations, Synonym{to.text, weight})
}
