package query

import (
	"slices"

	"chabiao/corpus/han"
	"chabiao/corpus/segment"
	"chabiao/corpus/vocab"
)

// text folds a query and puts questions as titles put them.
func (p *Parser) text(text string) string { return p.Vocab.Rewrite(han.Fold(text)) }

// cut cuts the words of such a text: those that need not be found are marked,
// and each has what else means the same.
func (p *Parser) cut(text string) []segment.Unit {
	units := p.Segmenter.Query(text)
	for i := range units {
		switch p.Vocab.Kind(units[i].Text) {
		case vocab.Drop:
			units[i].Optional = true
		case vocab.Weak:
			units[i].Weak = true
		}
	}
	for _, m := range slices.Backward(p.Vocab.Matches(text)) {
		units = p.attach(units, text, m)
	}
	p.translate(units, text)
	p.addLearnt(units)
	p.classify(units, text)
	return askForOne(units)
}

// attach gives the words of a match its synonyms. A term of several words
// becomes one. A term that does not begin and end where words do is passed
// over: 电瓶 in 电瓶车间 may be none.
func (p *Parser) attach(units []segment.Unit, text string, m vocab.Match) []segment.Unit {
	from := slices.IndexFunc(units, func(u segment.Unit) bool { return u.Start == m.Start })
	to := slices.IndexFunc(units, func(u segment.Unit) bool { return u.End == m.End })
	if from < 0 || to < from {
		return units
	}
	u := units[from]
	if to > from {
		u = segment.Unit{Text: text[m.Start:m.End], Start: m.Start, End: m.End, Ideographic: units[from].Ideographic}
		for i, part := range units[from : to+1] {
			edge := i == 0 || i == to-from
			if part.Prefix && edge || part.Ideographic != u.Ideographic {
				return units
			}
			// Stop words are in no index, and a single character asks for too
			// much: of in safety of machinery, 与 in 故障模式与影响分析.
			if !part.Optional {
				u.Terms = append(u.Terms, part.Terms...)
			}
		}
		if len(u.Terms) == 0 {
			return units
		}
	}
	u.Optional, u.Weak = false, false
	for _, s := range m.Synonyms {
		if a := p.Segmenter.Alternative(s.Text); len(a.Terms) > 0 {
			a.Weight = s.Weight
			u.Also = append(u.Also, a)
		}
	}
	return slices.Replace(units, from, to+1, u)
}

// askForOne makes sure that something is asked for: the weak words if there is
// nothing else, and the rest if there are not even those.
func askForOne(units []segment.Unit) []segment.Unit {
	strong := func(u segment.Unit) bool { return !u.Optional && !u.Weak }
	if slices.ContainsFunc(units, strong) {
		return units
	}
	for i := range units {
		units[i].Weak = false
	}
	if slices.ContainsFunc(units, strong) {
		return units
	}
	for i := range units {
		units[i].Optional = false
	}
	return units
}
