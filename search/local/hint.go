package local

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
	"chabiao/corpus/number"
	"chabiao/indexer/schema"
	"chabiao/search"
)

// hint says what a person should know beside the matches: where there are
// none, what is near; else what the list leaves open.
func (e *Engine) hint(ctx context.Context, s *snapshot, q *question, j *judge, known map[uint32]*catalogue.Record) (string, error) {
	lang := j.lang
	if q.err != nil {
		return j.refusal(q, known), nil
	}
	if len(j.list) == 0 {
		return e.nothing(ctx, s, q, j, known)
	}
	var notes []string
	best := j.list[0]
	if best.rank > rankSameYear && best.rank != rankAmendment && q.n.Year() != 0 && len(j.years) > 0 {
		slices.Sort(j.years)
		list := strings.Trim(fmt.Sprint(slices.Compact(j.years)), "[]")
		list = strings.ReplaceAll(list, " ", say(lang, "、", ", "))
		if _, amendment := q.n.Amended(); amendment {
			notes = append(notes, say(lang, "目录中没有 "+q.n.String()+"。", "the catalogue has no "+q.n.String()+"."))
		} else {
			notes = append(notes, say(lang, fmt.Sprintf("目录中没有 %d 年版；有 %s 年版。", q.n.Year(), list), fmt.Sprintf("the catalogue has no %d edition; %s %s.", q.n.Year(), list, exist(len(slices.Compact(j.years))))))
		}
	}
	if best.kind == search.KindPartMissing {
		if q.cand.total > len(q.cand.parts) {
			notes = append(notes, say(lang, fmt.Sprintf("共 %d 个部分，列出前 %d 个；请写明部分。", q.cand.total, len(q.cand.parts)), fmt.Sprintf("%d parts, the first %d are listed; name the part.", q.cand.total, len(q.cand.parts))))
		} else {
			notes = append(notes, say(lang, fmt.Sprintf("共 %d 个部分；请写明部分。", q.cand.total), fmt.Sprintf("%d parts; name the part.", q.cand.total)))
		}
	}
	if _, amendment := q.n.Amended(); best.rank == rankAmendment && amendment {
		notes = append(notes, say(lang, "目录中没有 "+q.n.String()+"。", "the catalogue has no "+q.n.String()+"."))
	} else if best.rank == rankAmendment {
		notes = append(notes, say(lang, "目录中没有 "+q.n.String()+" 本身，只有它的修改单。", "the catalogue has amendments of "+q.n.String()+", not the standard itself."))
	}
	if len(j.list) > maxMatches && !q.listed {
		notes = append(notes, say(lang, fmt.Sprintf("共 %d 条，列出前 %d 条。", len(j.list), maxMatches), fmt.Sprintf("%d matches, the first %d are listed.", len(j.list), maxMatches)))
	}
	return strings.Join(notes, say(lang, "", " ")), nil
}

// exist is the English verb for so many editions.
func exist(n int) string {
	if n == 1 {
		return "exists"
	}
	return "exist"
}

// refusal says why a text is no number, and what it may have been meant for.
func (j *judge) refusal(q *question, known map[uint32]*catalogue.Record) string {
	text := say(j.lang, "不是标准号："+number.Reason(q.err, "zh")+"。", "not a standard number: "+number.Reason(q.err, "en")+".")
	if list := nearby(q, known); len(list) > 0 {
		text += say(j.lang, "号码为 "+q.digits()+" 的标准："+strings.Join(list, "、")+"。", " Standards with the serial "+q.digits()+": "+strings.Join(list, ", ")+".")
	} else if spans := number.Find(q.input); len(spans) > 1 {
		var list []string
		for _, sp := range spans[:min(len(spans), 5)] {
			list = append(list, sp.Number.String())
		}
		text += say(j.lang, "其中有 "+strings.Join(list, "、")+"。", " It has "+strings.Join(list, ", ")+".")
	}
	return text
}

// nearby names standards of other bodies with the serial asked for: of bodies that
// are spelt alike, where one was named.
func nearby(q *question, known map[uint32]*catalogue.Record) []string {
	type near struct {
		number string
		alike  int
	}
	var list []near
	for _, d := range q.near {
		rec := known[d.row()]
		if rec == nil {
			continue
		}
		if m, err := number.Parse(rec.Entry.Number); err == nil && m.Serial() == q.digits() {
			if n := alike(q.n.Body(), m.Body()); n > 0 || q.n.Body() == "" {
				list = append(list, near{rec.Entry.Number, n})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b near) int { return b.alike - a.alike })
	var out []string
	for _, x := range list[:min(len(list), maxNear)] {
		out = append(out, x.number)
	}
	return out
}

// maxNear is how many standards of a serial are named.
const maxNear = 3

// alike counts the letters that two bodies share at their beginnings or ends:
// GB and GBn, B46/T and DB46/T are near to each other.
func alike(a, b string) int {
	head, tail := 0, 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	for tail < len(a) && tail < len(b) && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	return max(head, tail)
}

// nothing says what is near a number that the catalogue lacks.
func (e *Engine) nothing(ctx context.Context, s *snapshot, q *question, j *judge, known map[uint32]*catalogue.Record) (string, error) {
	lang := j.lang
	name := q.n.String()
	notes := []string{say(lang, "目录中没有 "+name+" 及其其他版本。", "the catalogue has neither "+name+" nor another edition of it.")}
	note := func(zh, en string) { notes = append(notes, say(lang, zh, en)) }

	in := make(map[corpus.RelationKind][]*catalogue.Record)
	for _, key := range []string{j.key, q.n.Undated().Key()} {
		for kind, list := range j.told[key] {
			if in[kind] == nil {
				in[kind] = list
			}
		}
	}
	numbers := func(list []*catalogue.Record) string {
		var out []string
		for _, r := range list[:min(len(list), maxNamed)] {
			out = append(out, r.Entry.Number)
		}
		return strings.Join(out, say(lang, "、", ", "))
	}
	if list := in[corpus.Replaces]; len(list) > 0 {
		note("已被 "+numbers(list)+" 代替。", "It has been replaced by "+numbers(list)+".")
	}
	if list := in[corpus.ReplacedBy]; len(list) > 0 {
		note("它代替 "+numbers(list)+"。", "It replaces "+numbers(list)+".")
	}
	if list := in[corpus.Adopts]; len(list) > 0 {
		note("采用它的标准："+numbers(list)+"。", "Standards that adopt it: "+numbers(list)+".")
	}
	if whole, ok := q.n.Whole(); ok {
		if err := e.nearParts(ctx, s, &whole, lang, note); err != nil {
			return "", err
		}
	}
	for a, ok := q.n.Adopted(); ok; a, ok = a.Adopted() {
		docs, err := s.keyDocs(schema.KeySeries + a.SeriesKey())
		if err != nil {
			return "", err
		}
		list, err := e.records(ctx, docs[:min(len(docs), 3)])
		if err != nil {
			return "", err
		}
		if list = present(list); len(list) > 0 {
			note("它采用的标准："+numbers(list)+"。", "What it adopts: "+numbers(list)+".")
			break
		}
	}
	if list := nearby(q, known); len(notes) == 1 && len(list) > 0 {
		note("同一号码的其他标准："+strings.Join(list, "、")+"。", "Other standards with this serial: "+strings.Join(list, ", ")+".")
	}
	if len(notes) == 1 {
		note("请核对号码，或按题名检索。", "Check the number, or search by title.")
	}
	return strings.Join(notes, say(lang, "", " ")), nil
}

func present(list []*catalogue.Record) []*catalogue.Record {
	return slices.DeleteFunc(list, func(r *catalogue.Record) bool { return r == nil })
}

// nearParts notes what the catalogue has of the standard that a missing part
// belongs to.
func (e *Engine) nearParts(ctx context.Context, s *snapshot, whole *number.Number, lang string, note func(zh, en string)) error {
	docs, err := s.keyDocs(schema.KeySeries + whole.SeriesKey())
	if err != nil {
		return err
	}
	parts, err := s.partsOf(whole.SeriesKey())
	if err != nil {
		return err
	}
	list, err := e.records(ctx, slices.Concat(docs[:min(len(docs), 1)], parts[:min(len(parts), 8)]))
	if err != nil {
		return err
	}
	var names []string
	for _, r := range present(list) {
		names = append(names, r.Entry.Number)
	}
	if len(names) > 0 {
		more := ""
		if len(parts) > 8 {
			more = say(lang, fmt.Sprintf(" 等 %d 个部分", len(parts)), fmt.Sprintf(" and more, %d parts", len(parts)))
		}
		note("目录中有 "+strings.Join(names, "、")+more+"。", "The catalogue has "+strings.Join(names, ", ")+more+".")
	}
	return nil
}
