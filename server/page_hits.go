package server

import (
	"html/template"
	"net/http"
	"slices"
	"strings"

	"chabiao/corpus"
	"chabiao/corpus/body"
	"chabiao/corpus/class"
	"chabiao/corpus/number"
	"chabiao/search"
)

// pageHit is a hit as the page shows it.
type pageHit struct {
	search.Hit
	Page     *pageData
	Titles   []markedText // that of the reader's language first
	Abstract *markedText
	Why      []hintPart // why it matched, where its number and title do not say it
	ByDate   string     // what dates tell of it that contradicts its status
	UseLead  string
	Use      []pageRef // what to work to instead, now or soon, with links
	MoreUse  int
	Replaced []pageLink // what its source says replaced it, beside those
	Classes  []pageLink
	Level    *pageLink
	Series   *pageLink // its body by name
}

type markedText struct {
	Lang string
	HTML template.HTML
}

// pageRef is another standard on the page.
type pageRef struct {
	search.Ref
	URL   string
	Begin string // when it comes into force, of one to come
}

// shownUse is how many standards to use instead a hit names.
const shownUse = 3

// hits dresses the hits. Where they stand in their lives is asked for, since
// sources seldom state what took the place of one that is not in force.
func (d *pageData) hits(s *Server, r *http.Request) {
	if d.Home {
		return
	}
	lives := s.lives(r, d.Resp.Hits, d.Lang)
	today := s.today()
	marks := newMarks(d.Resp.Interpretation.Number)
	for i, h := range d.Resp.Hits {
		p := pageHit{Hit: h, Page: d, Titles: markedTexts(h.Titles, h.Highlights, marks, d.Lang)}
		for _, l := range []string{"_" + d.Lang, "_zh", "_en", ""} {
			if m := marks.html(h.Highlights["abstract"+l]); m != "" {
				p.Abstract = &markedText{strings.TrimPrefix(l, "_"), m}
				break
			}
		}
		if d.surprising(h.Match) && !(h.Match.Kind == search.MatchTranslation && p.marked() && !d.Req.Explain) {
			p.Why = linkNumbers(d.layout, h.Match.Explain, h.Number)
		}
		if lives[i] != nil {
			p.ByDate = byDate(d.layout, lives[i].Contradiction(today))
			d.successors(&p, lives[i], today)
		}
		for _, c := range []struct {
			scheme class.Scheme
			name   string
			codes  []string
		}{{class.ICS, "ICS", h.ICS}, {class.CCS, "CCS", h.CCS}} {
			for _, code := range c.codes {
				text := strings.TrimSpace(c.name + "\u00a0" + code + " " + class.Label(c.scheme, code, d.Lang))
				p.Classes = append(p.Classes, pageLink{Text: text, URL: d.URL("/", c.scheme.String(), code)})
			}
		}
		d.origin(&p)
		d.Hits = append(d.Hits, p)
	}
}

// marked reports whether the reader sees what matched.
func (p *pageHit) marked() bool {
	return p.Abstract != nil || slices.ContainsFunc(p.Titles, func(t markedText) bool { return strings.Contains(string(t.HTML), "<mark>") })
}

// surprising reports whether a hit wants a reason.
func (d *pageData) surprising(m search.Match) bool {
	switch m.Kind {
	case search.MatchNumber:
		switch m.Relation {
		case "", search.KindExact, search.KindFormat, search.KindYearMissing, search.KindPartMissing:
			return d.Req.Explain
		}
	case search.MatchText, search.MatchFilter:
		return d.Req.Explain
	}
	return m.Explain != ""
}

// origin says whose standard a hit is: its level, its body by name, the
// publisher that the source names. What says the same is said once.
func (d *pageData) origin(p *pageHit) {
	if p.Hit.Level != "" {
		p.Level = &pageLink{Text: p.LevelLabel, URL: d.URL("/", "level", p.Hit.Level)}
	}
	name := body.Name(p.Body, d.Lang)
	if name == "" || name == p.IssuingBody {
		return
	}
	if p.Hit.Level == string(number.National) && strings.Contains(name, p.LevelLabel) {
		p.Level = nil
	}
	if strings.ReplaceAll(p.IssuingBody, "; ", "/") == p.Body {
		p.IssuingBody = ""
	}
	p.Series = &pageLink{Text: name, URL: d.URL("/", "body", p.Body)}
}

// lives are where hits stand in their lives; nil of those not known. Hits are
// shown without where this fails.
func (s *Server) lives(r *http.Request, hits []search.Hit, lang string) []*search.Standing {
	if len(hits) == 0 {
		return nil
	}
	ids := make([]string, len(hits))
	for i := range hits {
		ids[i] = hits[i].ID
	}
	out, err := s.cfg.Engine.Standing(r.Context(), ids, lang)
	if err != nil || len(out) != len(hits) {
		s.cfg.Logger.Warn("successors not found", "error", err)
		return make([]*search.Standing, len(hits))
	}
	return out
}

// byDate says in a few words what dates tell that contradicts a status.
func byDate(l layout, c search.Contradiction) string {
	switch c {
	case search.Begun:
		return l.L("按日期已实施", "in force by its date")
	case search.Ended:
		return l.L("按日期已废止", "withdrawn by its date")
	case search.NotBegun:
		return l.L("按日期尚未实施", "not in force yet by its date")
	case search.Overtaken:
		return l.L("按日期已被代替", "replaced by date")
	}
	return ""
}

// successors says what to use instead of a hit: of one that is no longer in
// force, also if only its dates say so, now; of one that is, what is to come.
func (d *pageData) successors(p *pageHit, life *search.Standing, today corpus.Date) {
	var refs []pageRef
	p.UseLead = d.L("现在应使用：", "Use now: ")
	ended := life.Contradiction(today) == search.Ended
	switch life.Status {
	case corpus.StatusSuperseded, corpus.StatusWithdrawn, corpus.StatusPartlySuperseded:
		for _, ref := range life.UseInstead {
			refs = append(refs, pageRef{Ref: ref})
		}
	case corpus.StatusCurrent:
		next := life.Overtaking(today)
		if len(next) == 0 {
			next = life.Next
			if !ended {
				p.UseLead = d.L("将被代替：", "To be replaced by ")
			}
		}
		for _, n := range next {
			if toCome := n.Status == corpus.StatusUpcoming.String(); toCome || ended && n.Status == corpus.StatusCurrent.String() {
				ref := pageRef{Ref: n.Ref}
				if toCome && !n.Begins.IsZero() {
					ref.Begin = n.Begins.String()
				}
				refs = append(refs, ref)
			}
		}
	}
	named := map[string]bool{}
	for i := range refs {
		ref := &refs[i]
		named[ref.Number] = true
		if ref.URL = d.URL("/", "q", ref.Number); ref.ID != "" {
			ref.URL = d.StandardURL(ref.ID)
		}
	}
	p.MoreUse = max(0, len(refs)-shownUse)
	p.Use = refs[:len(refs)-p.MoreUse]
	for _, n := range p.ReplacedBy {
		if !named[n] {
			p.Replaced = append(p.Replaced, pageLink{Text: n, URL: d.StandardURL(n)})
		}
	}
}

// markedTexts are the first two titles, with the words marked that matched; the
// same title is not given twice, and the French one of bodies that publish in
// English too says nothing more.
func markedTexts(titles, marked map[string]string, marks marks, lang string) []markedText {
	var out []markedText
	var seen []string
	for _, t := range texts(titles, lang) {
		if slices.Contains(seen, t.Text) || t.Lang == "fr" && len(out) > 0 {
			continue
		}
		seen = append(seen, t.Text)
		m := template.HTML(template.HTMLEscapeString(t.Text))
		if h := marks.html(marked["title_"+t.Lang]); h != "" {
			m = h
		}
		if out = append(out, markedText{langTag(t.Lang), m}); len(out) == 2 {
			break
		}
	}
	return out
}
