package columns

import (
	"slices"
	"strings"
	"unicode/utf8"

	"chabiao/indexer/sheet"
)

// dataRow reports whether a row holds data: a standard number, a full date,
// or cells that no heading is as long as.
func (d *detection) dataRow(i int) bool {
	for _, c := range d.rows[i].Cells {
		text, _ := cellText(c)
		if text == "" {
			continue
		}
		if c.Kind == sheet.Date || len(text) > 400 {
			return true
		}
		if _, ok := d.known(text); ok {
			continue
		}
		if strong, _ := looksNumber(text); strong && !c.Merged {
			return true
		}
		var one census
		one.count(c)
		if one.days > 0 && !strings.ContainsAny(text, "至到截") && utf8.RuneCountInString(text) <= 20 {
			return true
		}
	}
	return false
}

// candidate makes a header of row i, with the row below where the two are
// one, and scores it.
func (d *detection) candidate(i int) *header {
	one := d.single(i)
	best := one
	if i+1 < len(d.rows) && i+1 < headerDepth+1 && !d.dataRow(i+1) {
		if two := d.double(i); two != nil && two.score > one.score {
			best = two
		}
	}
	d.extend(best)
	return best
}

// single is a header of one row.
func (d *detection) single(i int) *header {
	h := &header{rows: []int{i}}
	for _, c := range d.rows[i].Cells {
		text, _ := cellText(c)
		h.headings = append(h.headings, text)
	}
	h.lookups = slices.Clone(h.headings)
	d.score(h)
	return h
}

// double is a header over two rows: groups above, their members below. It is
// nil when no group makes sense of a member.
func (d *detection) double(i int) *header {
	top, bottom := d.rows[i].Cells, d.rows[i+1].Cells
	width := max(len(top), len(bottom))
	at := func(cells []sheet.Cell, c int) (string, bool) {
		if c >= len(cells) {
			return "", false
		}
		return cellText(cells[c])
	}
	h := &header{rows: []int{i, i + 1}}
	groups := 0
	group := ""
	for c := range width {
		above, _ := at(top, c)
		below, _ := at(bottom, c)
		if above == "" && below != "" && group != "" {
			above = group // delimited text loses what was merged
		}
		switch {
		case below == "":
			group = ""
		case above != "":
			group = above
		default:
			group = ""
		}
		shown, look := above, above
		switch {
		case below == "" || below == above:
		case above == "":
			shown, look = below, below
		default:
			shown = above + " " + below
			look = d.joined(above, below)
			if look != below && look != above {
				groups++
			}
		}
		h.headings, h.lookups = append(h.headings, shown), append(h.lookups, look)
	}
	if groups == 0 {
		return nil // a banner over a header of one row
	}
	d.score(h)
	return h
}

// joined is the form under which a member of a group is known: 标准名称 over 中文
// is 标准名称中文, 日期 over 发布 is 发布日期.
func (d *detection) joined(above, below string) string {
	for _, form := range [...]string{above + below, below + above, below, above} {
		if _, ok := d.known(form); ok {
			return form
		}
	}
	return below
}

// score says how well a header fits: its known headings, and how many cells
// they are among.
func (d *detection) score(h *header) {
	filled, known, sureOnes := 0, 0, 0
	number := false
	last := ""
	for c, look := range h.lookups {
		if look == "" || utf8.RuneCountInString(look) > 60 {
			continue
		}
		if h.headings[c] == last && d.mergedAt(h, c) {
			continue // one banner over many columns counts once
		}
		last = h.headings[c]
		filled++
		if s, ok := d.known(look); ok {
			known++
			if s {
				sureOnes++
			}
			number = number || d.means(look, roleNumber) || d.means(look, roleSerial)
		}
	}
	if known == 0 || known*4 < filled {
		return
	}
	// A word in a banner or a cell of data may be a heading by chance: two
	// must be known, or the one must be that of the number.
	if known == 1 && !(number && (filled == 1 || d.below(h))) {
		return
	}
	h.score = float64(known) + 0.5*float64(sureOnes)
	if number {
		h.score++
	}
	if d.below(h) {
		h.score += 2
	}
}

func (d *detection) mergedAt(h *header, c int) bool {
	cells := d.rows[h.rows[0]].Cells
	return c < len(cells) && cells[c].Merged
}

// means reports whether a heading may mean a field of the role.
func (d *detection) means(heading string, want role) bool {
	if f, ok := mapped(d.opt.Map, heading); ok {
		r, _, _ := roleOf(f)
		return r == want
	}
	for _, p := range presets() {
		if f, ok := p.fields[foldPreset(heading)]; ok && (d.preset == nil || d.preset == p) {
			if r, _, _ := roleOf(f); r == want {
				return true
			}
		}
	}
	for _, m := range lookup(heading) {
		if r, _, _ := roleOf(m.field); r == want {
			return true
		}
	}
	return false
}

// below reports whether a standard number stands below a heading that means
// one, in the rows right below the header.
func (d *detection) below(h *header) bool {
	first := h.first()
	for c, look := range h.lookups {
		if look == "" || !d.means(look, roleNumber) {
			continue
		}
		for i := first; i < len(d.rows) && i < first+5; i++ {
			if c < len(d.rows[i].Cells) {
				if strong, _ := looksNumber(trim(d.rows[i].Cells[c].Text)); strong {
					return true
				}
			}
		}
	}
	return false
}

// extend takes rows below that belong to the header: a translation of it,
// units, hints how to fill a column in.
func (d *detection) extend(h *header) {
	if h.score == 0 && d.opt.HeaderRow <= 0 {
		return
	}
	for range 3 {
		i := h.first()
		if i >= len(d.rows) || i >= headerDepth+3 || d.dataRow(i) || !d.belongs(i) {
			return
		}
		h.rows = append(h.rows, i)
		for c, cell := range d.rows[i].Cells {
			text, _ := cellText(cell)
			switch {
			case c >= len(h.headings):
				h.headings, h.lookups = append(h.headings, text), append(h.lookups, text)
			case h.headings[c] == "":
				h.headings[c], h.lookups[c] = text, text
			}
		}
	}
}

// belongs reports whether a row below a header is part of it.
func (d *detection) belongs(i int) bool {
	filled, known := 0, 0
	for _, c := range d.rows[i].Cells {
		text, _ := cellText(c)
		if text == "" {
			continue
		}
		filled++
		if _, ok := d.known(text); ok || hint(text) {
			known++
		}
	}
	return filled > 0 && known*3 >= filled*2 && (known > 1 || filled == 1 && len(d.rows[i].Cells) > 1 && hint(firstText(d.rows[i].Cells)))
}

func firstText(cells []sheet.Cell) string {
	for _, c := range cells {
		if text, _ := cellText(c); text != "" {
			return text
		}
	}
	return ""
}

// hint reports whether a text is a unit or says how to fill a column in:
// （页）, YYYY-MM-DD, 必填.
func hint(s string) bool {
	switch first := firstRune(s); {
	case len(s) <= 30 && (first == '(' || first == '（') && (lastRune(s) == ')' || lastRune(s) == '）') && !hasDigit(s):
		return true
	}
	key := foldHeading(s)
	for _, r := range remarks {
		if key == r {
			return true
		}
	}
	return false
}
