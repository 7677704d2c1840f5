package columns

import (
	"chabiao/corpus"
	"chabiao/corpus/number"
	"chabiao/indexer/problem"
)

// relation takes the numbers of a relation.
func (b *builder) relation(v *source, dst *[]string) {
	if v.whole && plainItem(v.text) {
		*dst = append(*dst, v.text)
		return
	}
	list, beside, cut := numbers(v.text)
	if len(list) == 0 && v.whole && beside == line(v.text) {
		// The item of a list says it is one number; nobody can read it.
		*dst = append(*dst, beside)
		b.doubt(problem.RelationUnreadable, v.field, v.text, beside)
		return
	}
	*dst = append(*dst, list...)
	switch {
	case len(list) == 0 && beside != "":
		b.doubt(problem.RelationUnreadable, v.field, v.text, "")
	case beside != "":
		b.doubt(problem.RelationText, v.field, v.text, beside)
	case cut:
		b.note(problem.RelationWordCut, v.field, v.text, joinNumbers(list))
	}
}

// plainItem reports whether the item of a JSON list can stand as it is: one
// line in plain characters, without separators, that reads as one number.
func plainItem(s string) bool {
	if plainNumber(s) {
		return true
	}
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c < ' ' || c >= 0x7f, c == ';', c == '|', c == '<', c == '&', c == ' ' && i > 0 && s[i-1] == ' ':
			return false
		}
	}
	_, err := number.Parse(s)
	return err == nil
}

func joinNumbers(list []string) string {
	out := ""
	for i, s := range list {
		if i > 0 {
			out += "; "
		}
		out += s
	}
	return out
}

// adopts takes the numbers and degrees of adoptions.
func (b *builder) adopts(v *source) {
	list, beside := Adoptions(v.text)
	if v.whole && len(list) == 0 {
		list, beside = []corpus.Adoption{{Number: line(v.text)}}, line(v.text)
	}
	b.entry.Adopts = append(b.entry.Adopts, list...)
	switch {
	case len(list) == 0 && beside != "":
		if d, ok := Degree(v.text); ok && d != "" && b.degree == "" {
			b.degree, b.degreeFrom = v.text, v.heading // a degree without a number
			return
		}
		b.doubt(problem.RelationUnreadable, v.field, v.text, "")
	case beside != "":
		b.doubt(problem.RelationText, v.field, v.text, beside)
	}
}

// settleDegree gives the degree of its own column to the adoptions that have
// none; without any it is kept as it was.
func (b *builder) settleDegree() {
	if b.degree == "" {
		return
	}
	if len(b.entry.Adopts) == 0 {
		b.extraText(b.degreeFrom, b.degree)
		return
	}
	d, ok := Degree(b.degree)
	if !ok {
		b.note(problem.DegreeUnknown, "adopts", b.degree, "")
	} else if string(d) != b.degree {
		b.note(problem.DegreeRead, "adopts", b.degree, string(d))
	}
	for i := range b.entry.Adopts {
		if b.entry.Adopts[i].Degree == "" {
			b.entry.Adopts[i].Degree = d
		}
	}
}

// settle does what needs all columns of the row.
func (b *builder) settle() {
	b.settleDegree()
	if b.stage != "" {
		s, ok := stageStatus(b.stage)
		if ok && b.entry.Status == corpus.StatusUnknown && b.entry.StatusRaw == "" {
			b.entry.Status, b.entry.StatusRaw = s, b.stage
			b.note(problem.StatusFromStage, "status", b.stage, s.String())
		} else {
			b.extraText("stage", b.stage)
		}
	}
	b.settleStatus()
	if len(b.entry.Language) == 0 && b.num.Country() == "CN" {
		if code := languageCode(b.num.Language()); b.num.Language() != "" && len(code) == 2 {
			b.entry.Language = []string{code}
			b.note(problem.NumberLanguage, "language", b.entry.Number, code)
		}
	}
}

// takeNumber sets the row's number, and what stood in the same cell where no
// column of its own says it: leftovers are given back for that.
func (b *builder) takeNumber(raw string, d Designation) {
	b.entry.Number, b.num = d.Text, d.Number
	if d.Title == "" && d.StatusWord == "" && !sameLetters(d.Text, raw) {
		b.note(problem.NumberRewritten, "number", raw, d.Text)
	}
}

// settleNumber takes over title and status from the number's cell.
func (b *builder) settleNumber(raw string, d Designation) {
	if d.Title != "" {
		title, _ := Title(d.Title, "")
		lang := corpus.ScriptLanguage(title)
		switch {
		case b.entry.Titles[lang] == title:
		case b.entry.Titles[lang] == "":
			if b.entry.Titles == nil {
				b.entry.Titles = make(map[string]string, 1)
			}
			b.entry.Titles[lang] = title
			b.note(problem.NumberTitleSplit, "title_"+lang, raw, title)
			if Mojibake(title) {
				b.note(problem.Mojibake, "title_"+lang, title, "")
			}
		default:
			b.doubt(problem.NumberTitleSplit, "number", raw, d.Text)
		}
	}
	if d.StatusWord == "" {
		return
	}
	if b.entry.Status == corpus.StatusUnknown && b.entry.StatusRaw == "" {
		b.entry.Status, b.entry.StatusRaw = d.Status, d.StatusWord
		b.note(problem.NumberStatusSplit, "status", raw, d.Status.String())
		return
	}
	b.doubt(problem.NumberStatusSplit, "number", raw, d.Text)
}
