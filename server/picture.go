package server

import (
	"fmt"
	"slices"
	"strings"

	"chabiao/corpus"
	"chabiao/search"
)

// Measures of the picture, in CSS pixels.
const (
	rowHeight  = 46 // from one standard to the next
	gapHeight  = 22 // more, where editions are left out
	laneWidth  = 18
	lanesWidth = 126 // of all lanes, which stand closer where there are more
	topMargin  = 16
	textLeft   = 21 // from the last lane to the texts
)

// picture is the lineage of a standard as a graph of lanes: a row a standard,
// the newest on top, each text to the right of the lanes. It is as wide as its
// texts, so that it fits a phone, and grows downwards.
type picture struct {
	Width, Height int
	step          int // from lane to lane
	Nodes         []pictureNode
	Lines         []pictureLine
	Gaps          []pictureGap
	Desc          string // the same in words
	Unstated      bool   // some lines are not stated by a source
	Omitted       int
}

type pictureNode struct {
	refRow
	X, Y int
	Text int // where its texts begin
	Self bool
	Line string // status and date
}

type pictureLine struct {
	Path   string
	Stated bool
}

type pictureGap struct {
	X, Y  int
	Label string
}

// draw lays the lineage out; nil where there is nothing to draw.
func draw(l layout, st *search.Standard) *picture {
	g := &st.Lineage
	if len(g.Links) == 0 {
		return nil
	}
	p := &picture{Omitted: g.Omitted}
	y, lanes := p.rows(g)
	lane, used := assign(g, lanes)
	p.step = min(laneWidth, lanesWidth/used)
	text := p.laneX(used-1) + textLeft
	width := 0
	view := standardView{layout: l, St: st}
	for i, ref := range g.Nodes {
		n := pictureNode{refRow: view.row(ref), X: p.laneX(lane[i]), Y: y[i], Text: text, Self: i == g.Self}
		n.Line = strings.Join(nonEmpty(n.Label, ref.Published), " · ")
		if !n.Known {
			n.Line = l.L("目录中没有", "not in the catalogue")
		}
		width = max(width, textWidth(ref.Number, 9), textWidth(n.Line, 8))
		p.Nodes = append(p.Nodes, n)
	}
	var words []string
	for i, link := range g.Links {
		p.Lines = append(p.Lines, pictureLine{path(p.laneX(lane[link.To]), y[link.To], p.laneX(lanes[i]), p.laneX(lane[link.From]), y[link.From]), link.Stated})
		p.Unstated = p.Unstated || !link.Stated
		if link.Skipped > 0 {
			label := l.L(fmt.Sprintf("省略 %d 版", link.Skipped), fmt.Sprintf("%d editions left out", link.Skipped))
			if link.Skipped == 1 {
				label = l.L("省略 1 版", "1 edition left out")
			}
			p.Gaps = append(p.Gaps, pictureGap{text, y[link.To] + rowHeight - 8, label})
			width = max(width, textWidth(label, 8))
		}
		verb := l.L(" 代替 ", " replaces ")
		switch {
		case g.Nodes[link.To].Status == corpus.StatusDraft.String():
			verb = l.L(" 拟代替 ", " would replace ")
		case !link.Stated:
			verb = l.L(" 晚于 ", " is later than ")
		}
		words = append(words, g.Nodes[link.To].Number+verb+g.Nodes[link.From].Number)
	}
	slices.Reverse(p.Nodes) // read and tabbed through from the top
	p.Width = text + width + 8
	p.Desc = strings.Join(words, l.L("；", "; ")) + l.L("。", ".")
	return p
}

func (p *picture) laneX(lane int) int { return laneWidth/2 + 2 + lane*p.step }

// rows places the standards from the top, newest first. lanes has room for the
// lane of each link.
func (p *picture) rows(g *search.Lineage) (y, lanes []int) {
	y, lanes = make([]int, len(g.Nodes)), make([]int, len(g.Links))
	at := topMargin
	for i := len(g.Nodes) - 1; i >= 0; i-- {
		y[i] = at
		at += rowHeight
		if slices.ContainsFunc(g.Links, func(l search.LineageLink) bool { return l.To == i && l.Skipped > 0 }) {
			at += gapHeight
		}
	}
	p.Height = at - topMargin
	return y, lanes
}

// assign gives each standard and each link a lane, from the newest down, as
// pictures of version histories do: the first of the standards that one
// replaces goes on in its lane, others open a lane of their own, and lanes that
// lead to the same standard end there.
func assign(g *search.Lineage, lanes []int) (lane []int, used int) {
	lane = make([]int, len(g.Nodes))
	var open []int // by lane: the standard it leads to, -1 where it is free
	take := func(to int) int {
		i := slices.Index(open, -1)
		if i < 0 {
			i = len(open)
			open = append(open, -1)
		}
		open[i] = to
		return i
	}
	for v := len(g.Nodes) - 1; v >= 0; v-- {
		mine := slices.Index(open, v)
		if mine < 0 {
			mine = take(v)
		}
		lane[v] = mine
		for i := range open {
			if open[i] == v {
				open[i] = -1
			}
		}
		first := true
		for i := len(g.Links) - 1; i >= 0; i-- {
			link := g.Links[i]
			if link.To != v {
				continue
			}
			if first {
				open[mine], lanes[i] = link.From, mine
				first = false
			} else {
				lanes[i] = take(link.From)
			}
		}
		used = max(used, len(open))
	}
	return lane, used
}

// path goes from a standard down its lane to the one that it replaces.
func path(x1, y1, x, x2, y2 int) string {
	const bend = 26
	b := fmt.Sprintf("M%d %d", x1, y1)
	at := y1
	if x != x1 {
		b += fmt.Sprintf(" C%d %d %d %d %d %d", x1, y1+bend/2, x, y1+bend/2, x, y1+bend)
		at = y1 + bend
	}
	if x == x2 {
		return b + fmt.Sprintf(" L%d %d", x2, y2)
	}
	if y2-bend > at {
		b += fmt.Sprintf(" L%d %d", x, y2-bend)
		at = y2 - bend
	}
	mid := (at + y2) / 2
	return b + fmt.Sprintf(" C%d %d %d %d %d %d", x, mid, x2, mid, x2, y2)
}

// textWidth is about how wide a text is in a font where a letter takes so many
// pixels; Chinese characters take two.
func textWidth(s string, letter int) int {
	w := 0
	for _, r := range s {
		w += letter
		if r >= 0x2e80 {
			w += letter - 1
		}
	}
	return w
}

func nonEmpty(parts ...string) []string {
	return slices.DeleteFunc(parts, func(s string) bool { return s == "" })
}
