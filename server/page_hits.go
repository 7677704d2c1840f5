package server

import (
	"html/template"
	"net/http"
	"slices"
	"strings"

	"chabiao/corpus"
	"chabiao/corpus/class"
	"chabiao/search"
)

// pageHit is a hit as the page shows it.
type pageHit struct {
	search.Hit
	Page     *pageData
	Titles   []markedText // that of the reader's language first
	Abstract *markedText
	Why      []hintPart // why it matched, where its number and title do not say it
	Use      []pageRef  // what to work to instead, with links
	MoreUse  int
	Replaced []pageLink // what its source says replaced it, beside those
	Classes  []pageLink
	Level    *pageLink
}

type markedText struct {
	Lang string
	HTML template.HTML
}

// pageRef is another standard on the page.
type pageRef struct {
	search.Ref
	URL string
}

// shownUse is how many standards to use instead a hit names.
const shownUse = 3

// hits dresses the hits. What took the place of one that is not in force is
// asked for, since sources seldom state it.
func (d *pageData) hits(s *Server, r *http.Request) {
	if d.Home {
		return
	}
	for _, h := range d.Resp.Hits {
		p := pageHit{Hit: h, Page: d, Titles: markedTexts(h.Titles, h.Highlights, d.Lang)}
		for _, l := range []string{"_" + d.Lang, "_zh", "_en", ""} {
			if m := h.Highlights["abstract"+l]; m != "" {
				p.Abstract = &markedText{strings.TrimPrefix(l, "_"), template.HTML(m)}
				break
			}
		}
		if d.surprising(h.Match) {
			p.Why = linkNumbers(d.layout, h.Match.Explain, h.Number)
		}
		if over(h.Status) {
			d.successors(s, r, &p)
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
		if h.Level != "" {
			p.Level = &pageLink{Text: h.LevelLabel, URL: d.URL("/", "level", h.Level)}
		}
		d.Hits = append(d.Hits, p)
	}
}

// over reports whether a standard is no longer in force, wholly or in part.
func over(status string) bool {
	return status == corpus.StatusSuperseded.String() || status == corpus.StatusWithdrawn.String() || status == corpus.StatusPartlySuperseded.String()
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

// successors finds what to use instead of a hit.
func (d *pageData) successors(s *Server, r *http.Request, p *pageHit) {
	named := map[string]bool{}
	if st, err := s.cfg.Engine.Standard(r.Context(), p.ID, d.Lang); err == nil {
		for _, ref := range st.UseInstead {
			named[ref.Number] = true
			url := d.URL("/", "q", ref.Number)
			if ref.ID != "" {
				url = d.StandardURL(ref.ID)
			}
			p.Use = append(p.Use, pageRef{ref, url})
		}
	} else if corpus.KindOf(err) != corpus.NotFound {
		s.cfg.Logger.Warn("successors not found", "standard", p.ID, "error", err)
	}
	if len(p.Use) > shownUse {
		p.MoreUse = len(p.Use) - shownUse
		p.Use = p.Use[:shownUse]
	}
	for _, number := range p.ReplacedBy {
		if !named[number] {
			p.Replaced = append(p.Replaced, pageLink{Text: number, URL: d.StandardURL(number)})
		}
	}
}

// markedTexts are the first two titles, with the words marked that matched; the
// same title is not given twice.
func markedTexts(titles, marked map[string]string, lang string) []markedText {
	var out []markedText
	var seen []string
	for _, t := range texts(titles, lang) {
		if slices.Contains(seen, t.Text) {
			continue
		}
		seen = append(seen, t.Text)
		m := template.HTML(template.HTMLEscapeString(t.Text))
		if h := marked["title_"+t.Lang]; h != "" {
			m = template.HTML(h) // escaped by the engine, but for its marks
		}
		if out = append(out, markedText{langTag(t.Lang), m}); len(out) == 2 {
			break
		}
	}
	return out
}
