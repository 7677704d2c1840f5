package columns

import (
	"chabiao/corpus"
)

// agree makes the columns agree with each other: parts of a number need each
// other, and of two columns with one date the doubtful one is let go.
func (r *resolution) agree() {
	prefix, serial := r.has(rolePrefix), r.has(roleSerial)
	if serial >= 0 && prefix < 0 && r.layout.Columns[serial].By != ByMap {
		if r.has(roleNumber) < 0 && r.census[serial].weak+r.census[serial].numbers > 0 {
			r.set(serial, "number", ByContent, 0.5)
		} else {
			r.drop(serial)
		}
		serial = -1
	}
	if year := r.has(roleYear); year >= 0 && prefix < 0 && r.layout.Columns[year].By != ByMap {
		if r.has(rolePublished) < 0 && r.census[year].years > 0 {
			r.set(year, "published", ByContent, 0.5)
		} else {
			r.drop(year)
		}
	}
	if prefix >= 0 && serial < 0 && r.has(roleNumber) < 0 && r.layout.Columns[prefix].By != ByMap {
		// A column of digits beside it is the serial, whatever it is called.
		for c := range r.layout.Columns {
			if !r.taken[c] && r.census[c].share("number_serial") >= 0.8 && r.census[c].years*2 < r.census[c].cells {
				r.set(c, "number_serial", ByContent, 0.6)
				break
			}
		}
	}
	for c, col := range r.layout.Columns {
		role, _, _ := roleOf(col.Field)
		if !r.taken[c] || col.By != ByContent || role == roleExtra || role == roleIgnore || role.isList() || role == roleTitle {
			continue
		}
		for other, o := range r.layout.Columns {
			if other != c && r.taken[other] && o.Field == col.Field && (o.By != ByContent || other < c) {
				r.drop(c)
				break
			}
		}
	}
}

// drop keeps a column as it is, under its heading.
func (r *resolution) drop(c int) { r.set(c, "", ByContent, 0.5) }

// byContent tells columns whose headings say nothing, or that have none, by
// what stands in them. With a header only what can't be anything else.
func (r *resolution) byContent() {
	bare := len(r.layout.HeaderRows) == 0 || r.unread()
	type evidence struct {
		field string
		share float64
	}
	for c := range r.layout.Columns {
		n := &r.census[c]
		if r.taken[c] || n.cells == 0 {
			continue
		}
		for _, e := range [...]evidence{{"number", 0.6}, {"status", 0.8}, {"ics", 0.8}, {"ccs", 0.8}} {
			role, _, _ := roleOf(e.field)
			share := n.share(e.field)
			if e.field == "number" {
				share = float64(n.numbers) / float64(n.cells)
			}
			if share < e.share || r.has(role) >= 0 || e.field == "ccs" && n.longest < 3 {
				continue
			}
			r.set(c, e.field, ByContent, 0.3+0.5*share)
			break
		}
		if r.taken[c] || !bare {
			continue
		}
		switch {
		case n.sequence+1 >= n.cells && n.cells > 2:
			r.set(c, Ignored, ByContent, 0.7)
		case n.urls*10 >= n.cells*9 && r.has(roleURL) < 0:
			r.set(c, "url", ByContent, 0.8)
		case n.days*10 >= n.cells*8 && r.has(rolePublished) < 0:
			r.set(c, "published", ByContent, 0.5)
		case n.days*10 >= n.cells*8 && r.has(roleImplemented) < 0:
			r.set(c, "implemented", ByContent, 0.45)
		}
	}
	r.titles(bare)
}

// unread reports whether the header told nothing at all.
func (r *resolution) unread() bool {
	for c, col := range r.layout.Columns {
		if r.taken[c] && (col.By == ByHeading || col.By == ByPreset) {
			return false
		}
	}
	return true
}

// titles finds the titles where no heading named them: the longest texts, in
// Chinese and in Latin letters.
func (r *resolution) titles(bare bool) {
	if r.has(roleTitle) >= 0 {
		return
	}
	if c := r.has(roleNumber); c >= 0 && r.census[c].titled() {
		return
	}
	for _, field := range [...]string{"title_zh", "title_en"} {
		best := -1
		for c := range r.layout.Columns {
			n := &r.census[c]
			if r.taken[c] || n.cells == 0 || n.share(field) < 0.8 || n.length < 5*n.cells || !bare && !r.besideNumber(c) {
				continue
			}
			if best < 0 || n.length*r.census[best].cells > r.census[best].length*n.cells {
				best = c
			}
		}
		if best >= 0 {
			r.set(best, field, ByContent, 0.5)
		}
	}
}

func (r *resolution) besideNumber(c int) bool {
	n := r.has(roleNumber)
	return n >= 0 && (c == n+1 || c == n-1 || c == n+2)
}

// numbered makes sure that the rows get numbers.
func (r *resolution) numbered(h *header) error {
	if r.has(roleNumber) >= 0 || r.has(roleSerial) >= 0 {
		return nil
	}
	// Numbers before titles in one column.
	for c := range r.layout.Columns {
		n := &r.census[c]
		if role, _, _ := roleOf(r.layout.Columns[c].Field); n.cells > 0 && n.numbers*2 >= n.cells && r.layout.Columns[c].By != ByMap && (role == roleTitle || !r.taken[c]) {
			r.set(c, "number", ByContent, 0.3+0.5*float64(n.numbers)/float64(n.cells))
			return nil
		}
	}
	if len(r.rows) == 0 {
		return corpus.Errorf(corpus.InvalidArgument, "the table is empty").WithField("file").
			WithHint("export it again, or name its sheet or encoding if it has another").WithZH("表格是空的。请重新导出；如果内容在别的工作表或是别的编码，请指定。")
	}
	zh := "没有找到表头，也没有哪一列像标准号。请指定表头行，或逐列指定哪一列是标准号。"
	what := "no row looks like a header and no column like standard numbers; the first row is " + r.firstRow()
	if len(h.rows) > 0 {
		zh = "表头下面没有哪一列像标准号。请指定哪一列是标准号，或者换表头行。"
		what = "no column with standard numbers under the header: " + r.headings()
	}
	return corpus.Errorf(corpus.InvalidArgument, "%s", what).WithField("map").
		WithHint("name the column that holds them, --map A=number by its letter, --map 1=number by its place or --map HEADING=number; say --header-row if the header stands elsewhere").WithZH("%s", zh)
}

func (r *resolution) firstRow() string {
	var out []string
	for _, c := range r.rows[0].Cells {
		out = append(out, c.Text)
	}
	return seen(out)
}

// unnamed lays out a table whose headings nobody knows. Where the row above
// the first data holds texts over most columns, it is the header all the same.
func (d *detection) unnamed() *header {
	h := &header{}
	if d.opt.HeaderRow < 0 || len(d.rows) == 0 || d.dataRow(0) {
		return h
	}
	first := 1
	for first < len(d.rows) && first < headerDepth && !d.dataRow(first) {
		first++
	}
	if first >= len(d.rows) || first >= headerDepth {
		return h
	}
	above, filled, distinct := d.rows[first-1].Cells, 0, make(map[string]bool)
	for _, c := range above {
		if text, _ := cellText(c); text != "" && len(text) <= 60 && !hasDigit(text) {
			filled++
			distinct[text] = true
		}
	}
	if len(distinct) != filled || filled*2 < len(d.rows[first].Cells) {
		h.rows = nil
		return h
	}
	h.rows = []int{first - 1}
	for _, c := range above {
		text, _ := cellText(c)
		h.headings = append(h.headings, text)
	}
	h.lookups = h.headings
	return h
}
