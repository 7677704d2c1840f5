package server

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"chabiao/corpus"
	"chabiao/search"

	"github.com/google/go-cmp/cmp"
)

// lineageOf makes a standard with a lineage of n nodes, the last of them itself.
func lineageOf(n int, links ...search.LineageLink) *search.Standard {
	st := &search.Standard{Entry: &corpus.Entry{Number: "GB/T 1-2020"}, Lineage: search.Lineage{Self: n - 1, Links: links}}
	for i := range n {
		st.Lineage.Nodes = append(st.Lineage.Nodes, search.Ref{Number: fmt.Sprintf("GB/T 1-%d", 1990+i), ID: fmt.Sprint("id", i), Status: "withdrawn"})
	}
	return st
}

func chain(n int) []search.LineageLink {
	var out []search.LineageLink
	for i := 1; i < n; i++ {
		out = append(out, search.LineageLink{From: i - 1, To: i, Stated: true})
	}
	return out
}

func TestPictureLanes(t *testing.T) {
	for _, c := range []struct {
		name  string
		st    *search.Standard
		lanes []int // of the nodes, oldest first
		lines int
	}{
		{"three in a row", lineageOf(3, chain(3)...), []int{0, 0, 0}, 2},
		{"twelve in a row", lineageOf(12, chain(12)...), make([]int, 12), 11},
		{"split into three", lineageOf(4, search.LineageLink{From: 0, To: 1}, search.LineageLink{From: 0, To: 2}, search.LineageLink{From: 0, To: 3}), []int{0, 2, 1, 0}, 3},
		{"two become one", lineageOf(3, search.LineageLink{From: 0, To: 2}, search.LineageLink{From: 1, To: 2}), []int{1, 0, 0}, 2},
		{"apart and together", lineageOf(4, search.LineageLink{From: 0, To: 1}, search.LineageLink{From: 0, To: 2}, search.LineageLink{From: 1, To: 3}, search.LineageLink{From: 2, To: 3}), []int{0, 1, 0, 0}, 4},
	} {
		p := draw(layout{Lang: "zh"}, c.st)
		var lanes []int
		for i := len(p.Nodes) - 1; i >= 0; i-- {
			lanes = append(lanes, (p.Nodes[i].X-p.laneX(0))/p.step)
		}
		if d := cmp.Diff(c.lanes, lanes); d != "" || len(p.Lines) != c.lines {
			t.Errorf("%s: %d lines, lanes (-want +got):\n%s", c.name, len(p.Lines), d)
		}
		holdPicture(t, c.name, c.st, p)
	}
	if p := draw(layout{Lang: "zh"}, lineageOf(1)); p != nil {
		t.Errorf("a single edition is drawn: %+v", p)
	}
}

// TestPictureOfAnything lays out graphs by a fixed seed.
func TestPictureOfAnything(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		n := 2 + rnd.IntN(13)
		var links []search.LineageLink
		for to := 1; to < n; to++ {
			for from := range to {
				if rnd.IntN(n) < 2 {
					links = append(links, search.LineageLink{From: from, To: to, Stated: rnd.IntN(2) == 0, Skipped: rnd.IntN(8) / 6})
				}
			}
		}
		st := lineageOf(n, links...)
		if p := draw(layout{Lang: "en"}, st); p != nil {
			holdPicture(t, fmt.Sprint(links), st, p)
		} else if len(links) > 0 {
			t.Errorf("%v is not drawn", links)
		}
	}
}

var (
	pathNumber = regexp.MustCompile(`-?\d+`)
	pathStep   = regexp.MustCompile(`[MLC][^MLC]*`)
	pathEnd    = regexp.MustCompile(`\d+ \d+\s*$`)
)

// holdPicture holds what makes a picture readable: everything lies within it,
// a row a standard, lines begin and end at their standards, and none runs
// straight through a standard that it does not concern.
func holdPicture(t *testing.T, name string, st *search.Standard, p *picture) {
	t.Helper()
	g := &st.Lineage
	node := func(i int) pictureNode { return p.Nodes[len(p.Nodes)-1-i] }
	for i := range g.Nodes {
		n := node(i)
		if n.Number != g.Nodes[i].Number || n.X < 8 || n.X > n.Text-8 || n.Y < 8 || n.Y+24 > p.Height+topMargin || n.Text+textWidth(n.Number, 7) > p.Width || n.Self != (i == g.Self) {
			t.Errorf("%s: node %d %+v in %d×%d", name, i, n, p.Width, p.Height)
		}
		if i > 0 && node(i-1).Y < n.Y+rowHeight {
			t.Errorf("%s: rows %d and %d overlap", name, i-1, i)
		}
	}
	for i, line := range p.Lines {
		link := g.Links[i]
		from, to := node(link.From), node(link.To)
		var at []int
		for _, s := range pathNumber.FindAllString(line.Path, -1) {
			v, err := strconv.Atoi(s)
			if err != nil {
				t.Fatal(err)
			}
			at = append(at, v)
		}
		if at[0] != to.X || at[1] != to.Y || at[len(at)-2] != from.X || at[len(at)-1] != from.Y || line.Stated != link.Stated {
			t.Errorf("%s: line %d is %s, from %+v to %+v", name, i, line.Path, to, from)
		}
		x, y := 0, 0
		for _, step := range pathStep.FindAllString(line.Path, -1) {
			var nx, ny int
			if xy := pathEnd.FindString(step); xy == "" {
				t.Fatalf("%s: step %q", name, step)
			} else if _, err := fmt.Sscan(xy, &nx, &ny); err != nil {
				t.Fatal(err)
			}
			if step[0] == 'L' {
				for k := range g.Nodes {
					if n := node(k); k != link.From && k != link.To && nx == x && n.X == x && n.Y > y && n.Y < ny {
						t.Errorf("%s: line %d→%d runs through %d", name, link.From, link.To, k)
					}
				}
			}
			x, y = nx, ny
		}
	}
}

func TestBanner(t *testing.T) {
	today := corpus.Date{Year: 2026, Month: 11, Day: 25}
	now := search.Ref{Number: "GB/T 1-2020", ID: "a", Status: "current"}
	next := search.Ref{Number: "GB/T 1-2030", ID: "b", Status: "upcoming"}
	self := search.Ref{Number: "GB/T 1-2010", ID: "s"}
	to := func(r search.Ref, stated bool) search.Lineage {
		return search.Lineage{Nodes: []search.Ref{self, r}, Links: []search.LineageLink{{From: 0, To: 1, Stated: stated}}}
	}
	from := func(r search.Ref) search.Lineage {
		return search.Lineage{Nodes: []search.Ref{r, self}, Self: 1, Links: []search.LineageLink{{From: 0, To: 1}}}
	}
	const late = " The catalogue may be behind: what the publisher announced is what counts."
	for _, c := range []struct {
		name    string
		status  corpus.Status
		in, out string // dates of implementation and withdrawal
		begins  string // date of implementation of what replaces it
		lineage search.Lineage
		use     []search.Ref
		want    string
	}{
		{"in force", corpus.StatusCurrent, "2010-01-01", "", "", search.Lineage{Nodes: []search.Ref{self}}, nil, ""},
		{"in force, to be replaced", corpus.StatusCurrent, "", "", "", to(next, true), nil, "upcoming: In force; to be replaced. To come into force: [GB/T 1-2030]"},
		{"replaced", corpus.StatusSuperseded, "", "", "", to(now, true), []search.Ref{now}, "superseded: Superseded: no longer in force. Use now: [GB/T 1-2020]"},
		{"withdrawn, a later edition", corpus.StatusWithdrawn, "", "2019-07-01", "", to(now, false), []search.Ref{now}, "withdrawn: Withdrawn on 2019-07-01: no longer in force. Use now: [GB/T 1-2020] No source states the replacement; it is a later edition of the same number."},
		{"withdrawn for good", corpus.StatusWithdrawn, "", "", "", search.Lineage{Nodes: []search.Ref{self}}, nil, "withdrawn: Withdrawn: no longer in force.  [] The catalogue knows no standard that replaces it."},
		{"the successor is withdrawn too", corpus.StatusSuperseded, "", "", "", to(now, true), nil, "superseded: Superseded: no longer in force.  [] What replaced it is no longer in force either; the catalogue has no successor in force."},
		{"split", corpus.StatusSuperseded, "", "", "", to(now, true), []search.Ref{now, next}, "superseded: Superseded: no longer in force. Use now: [GB/T 1-2020 GB/T 1-2030] Its content went into several standards; check which applies."},
		{"to come", corpus.StatusUpcoming, "2027-01-01", "", "", to(now, true), []search.Ref{now}, "upcoming: Not in force yet; it comes into force on 2027-01-01. Until then use  [GB/T 1-2020]"},
		{"to come, said a catalogue of last year", corpus.StatusUpcoming, "2026-11-25", "", "", from(now), []search.Ref{now}, "doubt: The catalogue says “Upcoming”, but the day from which it is in force has come: 2026-11-25. Before it came:  [GB/T 1-2020] By its dates it is in force and the one to use." + late},
		{"in force, said a catalogue, though withdrawn", corpus.StatusCurrent, "", "2020-01-01", "", search.Lineage{Nodes: []search.Ref{self}}, nil, "doubt: The catalogue says “In force”, but the day of its withdrawal has come: 2020-01-01.  [] By its dates it is no longer in force, and the catalogue knows no standard that replaces it." + late},
		{"in force, said a catalogue, though withdrawn and replaced", corpus.StatusCurrent, "", "2020-01-01", "", to(now, true), nil, "doubt: The catalogue says “In force”, but the day of its withdrawal has come: 2020-01-01. By its dates it is no longer in force. Use now:  [GB/T 1-2020]" + late},
		{"in force, said a catalogue, though its day is to come", corpus.StatusCurrent, "2027-01-01", "", "", from(now), nil, "doubt: The catalogue says “In force”, but the day from which it is in force is still to come: 2027-01-01. Until then use  [GB/T 1-2020] By its dates it is not in force yet." + late},
		{"in force, what replaces it too by now", corpus.StatusCurrent, "", "", "2026-11-01", to(next, true), nil, "doubt: The catalogue says “In force”, but GB/T 1-2030, which replaces it, is in force from 2026-11-01. By the dates it has been replaced. Use now:  [GB/T 1-2030 in force from 2026-11-01]" + late},
		{"in force, a later edition begun by now", corpus.StatusCurrent, "", "", "2026-11-01", to(next, false), nil, "doubt: The catalogue says “In force”, but GB/T 1-2030, which replaces it, is in force from 2026-11-01. By the dates it has been replaced. Use now:  [GB/T 1-2030 in force from 2026-11-01] No source states the replacement; it is a later edition of the same number." + late},
		{"in force, to be replaced on a day", corpus.StatusCurrent, "", "", "2026-12-01", to(next, true), nil, "upcoming: In force; to be replaced. To come into force: [GB/T 1-2030 in force from 2026-12-01]"},
		{"partly", corpus.StatusPartlySuperseded, "", "", "", to(now, true), []search.Ref{now}, "partly_superseded: Partly superseded: the rest is still in force. See also  [GB/T 1-2020]"},
		{"a draft", corpus.StatusDraft, "", "", "", search.Lineage{Nodes: []search.Ref{self}}, nil, "draft: This is a draft, not a published standard.  []"},
		{"not known", corpus.StatusUnknown, "", "", "", search.Lineage{Nodes: []search.Ref{self}}, nil, ""},
		{"not known, with a successor", corpus.StatusUnknown, "", "", "", to(now, true), []search.Ref{now}, "unknown: The catalogue does not say whether it is in force. After it came  [GB/T 1-2020]"},
	} {
		e := &corpus.Entry{Number: self.Number, Status: c.status}
		var err1, err2 error
		e.Implemented, err1 = corpus.ParseDate(c.in)
		e.Withdrawn, err2 = corpus.ParseDate(c.out)
		begins, err3 := corpus.ParseDate(c.begins)
		if err := errors.Join(err1, err2, err3); err != nil {
			t.Fatal(err)
		}
		st := &search.Standard{ID: "s", Entry: e, Lineage: c.lineage, UseInstead: c.use}
		for _, lang := range []string{"zh", "en"} {
			b := newStandardView(layout{Lang: lang}, st, lifeOf(st, begins), today).Banner
			got := ""
			if b != nil {
				var use []string
				for _, r := range b.Use {
					use = append(use, strings.TrimSpace(r.Number+" "+r.Date))
				}
				got = strings.TrimSpace(fmt.Sprint(b.Class, ": ", b.Text, " ", b.Lead, use, " ", b.After))
			}
			if lang == "zh" && (got == "") != (c.want == "") || lang == "en" && strings.ReplaceAll(got, "  ", " ") != strings.ReplaceAll(c.want, "  ", " ") {
				t.Errorf("%s, %s:\n got %s\nwant %s", c.name, lang, got, c.want)
			}
		}
	}
}
