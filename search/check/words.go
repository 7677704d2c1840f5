package check

import (
	"strings"

	"chabiao/corpus"
	"chabiao/search"
)

// say picks the words in the language asked for.
func (o Options) say(zh, en string) string {
	if o.Lang == "en" {
		return en
	}
	return zh
}

// label is a state as people read it.
func (o Options) label(code string) string { return StateLabel(code, o.Lang) }

// StateLabel is the code of a search.State as people read it.
func StateLabel(code, lang string) string {
	if code == search.Unpublished {
		return Options{Lang: lang}.say("尚未发布", "Not yet published")
	}
	s, _ := corpus.ParseStatus(code)
	return s.Label(lang)
}

// labels of verdicts.
var labels = map[string][2]string{
	InForce:  {"现行", "In force"},
	Replace:  {"需更换", "To be replaced"},
	NotYet:   {"尚未生效", "Not in force yet"},
	Doubtful: {"存疑", "Doubtful"},
	NotFound: {"未找到", "Not found"},
	NoNumber: {"无标准号", "No number"},
}

// Label is a verdict as people read it.
func Label(verdict, lang string) string {
	l := labels[verdict]
	return Options{Lang: lang}.say(l[0], l[1])
}

// reason joins why this standard is the one meant with what tells its state.
func (o Options) reason(r *search.Resolution, m *search.NumberMatch, s *search.Standing, state search.State) string {
	parts := []string{m.Explain}
	if m.ID == r.Matches[0].ID {
		parts = append(parts, r.Hint)
	}
	parts = append(parts, o.dates(s, state), o.after(s, state))
	parts = filled(parts)
	return strings.Join(parts, o.say("", " "))
}

// filled leaves out what says nothing, and begins sentences as English does.

func filled(parts []string) []string {
	out := parts[:0]
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			if c := p[0]; c >= 'a' && c <= 'z' {
				p = string(c-'a'+'A') + p[1:]
			}
			out = append(out, p)
		}
	}
	return out
}

// dates says what tells the state on another day than today, or why nothing
// does.
func (o Options) dates(s *search.Standing, state search.State) string {
	if state.Why == search.Contradicts {
		return Contradiction(s, o.Today, o.Lang) + o.say("请核实。", " Check it.")
	}
	if o.Day == o.Today {
		return ""
	}
	on := o.say(o.Day.String()+" 时：", "On "+o.Day.String()+": ")
	end := func(zh, en string) string { return on + o.say(zh+"。", en+".") }
	label := o.label(state.Code)
	low := strings.ToLower(label)
	switch state.Why {
	case search.ByPublished:
		if s.Published.IsZero() {
			return end("尚未发布（按标准号中的年份）", "not yet published, by the year in its number")
		}
		return end("尚未发布（"+s.Published.String()+" 发布）", "not yet published (published "+s.Published.String()+")")
	case search.ByImplemented:
		if b := s.Begins(); !b.IsZero() {
			return end(label+"（"+b.String()+" 起实施）", low+" (from "+b.String()+")")
		}
		return end(label, low)
	case search.ByWithdrawn:
		return end(label+"（"+s.Withdrawn.String()+"）", low+" ("+s.Withdrawn.String()+")")
	case search.BySuccessor:
		if n := first(s); n != nil {
			return end(label+"（"+n.Number+" 自 "+n.Begins.String()+" 起实施）", low+" ("+n.Number+" in force from "+n.Begins.String()+")")
		}
		return end(label, low)
	case search.NoBegin:
		return end("状态不详，目录没有它的实施日期", "not known, the catalogue has no date from which it is in force")
	case search.NoEnd:
		return end("状态不详，目录没有它的废止日期", "not known, the catalogue has no date of its withdrawal")
	case search.NoStatus:
		return end("状态不详，目录没有它的状态", "not known, the catalogue has no status")
	case search.Imprecise:
		return end("状态不详，目录只有年份或月份", "not known, the catalogue has the year or month only")
	}
	return end(label+"（按目录现在的状态）", low+", as the catalogue has it now")
}

// Contradiction says which date contradicts the status that the catalogue gives a
// standard, in a sentence; "" where none does today.
func Contradiction(s *search.Standing, today corpus.Date, lang string) string {
	o := Options{Lang: lang}
	calls := func(zh, en string) string {
		return o.say("目录写作“"+s.Status.Label("zh")+"”，但"+zh+"。", "The catalogue says “"+s.Status.Label("en")+"”, but "+en+".")
	}
	switch s.Contradiction(today) {
	case search.Begun:
		return calls("实施日期 "+s.Implemented.String()+" 已到", "the day from which it is in force has come: "+s.Implemented.String())
	case search.Ended:
		return calls("废止日期 "+s.Withdrawn.String()+" 已到", "the day of its withdrawal has come: "+s.Withdrawn.String())
	case search.NotBegun:
		return calls("实施日期 "+s.Implemented.String()+" 还没有到", "the day from which it is in force is still to come: "+s.Implemented.String())
	case search.Overtaken:
		n := s.Overtaking(today)[0]
		return calls("代替它的 "+n.Number+" 的实施日期 "+n.Begins.String()+" 已到", n.Number+", which replaces it, is in force from "+n.Begins.String())
	}
	return ""
}

// first is the successor that comes into force first.
func first(s *search.Standing) *search.Successor {
	var out *search.Successor
	for i := range s.Next {
		if n := &s.Next[i]; !n.Begins.IsZero() && (out == nil || n.Begins.Compare(out.Begins) < 0) {
			out = n
		}
	}
	return out
}

// after says what else somebody must know who works to the standard.
func (o Options) after(s *search.Standing, state search.State) string {
	switch s.Status {
	case corpus.StatusCurrent:
		if state.Why == search.Contradicts {
			return "" // told already
		}
		for _, n := range s.Next {
			if n.Status != corpus.StatusUpcoming.String() {
				continue
			}
			if n.Begins.IsZero() {
				return o.say("将被 "+n.Number+" 代替。", "It will be replaced by "+n.Number+".")
			}
			return o.say("将被 "+n.Number+" 代替（"+n.Begins.String()+" 起实施）。", "It will be replaced by "+n.Number+", in force from "+n.Begins.String()+".")
		}
	case corpus.StatusSuperseded, corpus.StatusWithdrawn:
		stated := false
		for _, n := range s.Next {
			stated = stated || n.Stated
		}
		switch {
		case len(s.UseInstead) == 0 && len(s.Next) == 0:
			return o.say("目录中没有代替它的标准。", "The catalogue knows no standard that replaces it.")
		case len(s.UseInstead) == 0:
			return o.say("目录中没有现行的后继标准。", "The catalogue has no successor in force.")
		case len(s.UseInstead) > 1:
			return o.say("内容分入多项标准，请核对适用范围。", "Its content went into several standards: check which applies.")
		case !stated:
			return o.say("来源没有写明代替关系，按同一标准号的较新版本给出。", "No source states the replacement: it is a later edition of the same number.")
		}
	}
	return ""
}
