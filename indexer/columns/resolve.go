package columns

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"chabiao/corpus"
)

func sortedKeys(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }

// layout says what each column means, given the header.
func (d *detection) layout(h *header) (*Layout, error) {
	if len(h.rows) == 0 || h.score == 0 && d.opt.HeaderRow <= 0 {
		h = d.unnamed()
	}
	l := &Layout{HeaderRows: []int64{}, Columns: []Column{}}
	for _, i := range h.rows {
		l.HeaderRows = append(l.HeaderRows, d.rows[i].At)
	}
	if d.preset == nil {
		d.preset, _ = findPreset("", h.lookups)
	}
	if d.preset != nil {
		l.Preset = d.preset.name
	}
	r := resolution{detection: d, layout: l, lookups: h.lookups}
	r.count(h)
	if err := r.byMap(); err != nil {
		return nil, err
	}
	r.byName()
	r.agree()
	r.byContent()
	if err := r.numbered(h); err != nil {
		return nil, err
	}
	for i := range l.Columns {
		l.orders = append(l.orders, orderUnknown)
		if role, _, _ := roleOf(l.Columns[i].Field); role.isDate() {
			l.orders[i] = orderIn(r.census[i].dateCells)
		}
	}
	return l, nil
}

// resolution is the work on the columns of one layout.
type resolution struct {
	*detection
	layout  *Layout
	lookups []string
	census  []census
	taken   []bool // the column's field is told
}

// count takes the census of every column.
func (r *resolution) count(h *header) {
	width := len(h.headings)
	end := min(len(r.rows), h.first()+sampleRows)
	for _, row := range r.rows[h.first():end] {
		width = max(width, len(row.Cells))
	}
	if len(h.rows) > 0 {
		// Cells behind the last heading are told as too many, row by row.
		if n := lastFilled(h.headings) + 1; n > 0 {
			width = n
		}
	}
	r.census, r.taken = make([]census, width), make([]bool, width)
	for _, row := range r.rows[h.first():end] {
		for c := 0; c < len(row.Cells) && c < width; c++ {
			r.census[c].count(row.Cells[c])
		}
	}
	for c := range width {
		col := Column{Index: c, Letter: Letter(c)}
		if c < len(h.headings) {
			col.Heading = line(h.headings[c])
		}
		r.layout.Columns = append(r.layout.Columns, col)
	}
}

func lastFilled(texts []string) int {
	for i := len(texts) - 1; i >= 0; i-- {
		if texts[i] != "" {
			return i
		}
	}
	return -1
}

func (r *resolution) set(c int, field, by string, confidence float64) {
	if field == "+" || field == "extra" {
		field = ""
	}
	col := &r.layout.Columns[c]
	col.Field, col.By, col.Confidence = field, by, float64(int(confidence*100+0.5))/100
	r.taken[c] = true
}

// byMap applies what the options say of columns.
func (r *resolution) byMap() error {
	for _, key := range sortedKeys(r.opt.Map) {
		c := r.find(key)
		if c < 0 {
			return corpus.Errorf(corpus.InvalidArgument, "no column %q to map to %s: the table has %s", key, r.opt.Map[key], r.headings()).WithField("map").
				WithHint("name a column by its heading, its letter or its number from 1").WithZH("指定的列在表里不存在：“%s”。请核对列的表头、字母或序号。", key)
		}
		r.set(c, r.opt.Map[key], ByMap, 1)
	}
	return nil
}

// find finds a column by heading, number or letter; -1 if there is none.
func (r *resolution) find(key string) int {
	folded := foldHeading(key)
	for c, col := range r.layout.Columns {
		if col.Heading == strings.TrimSpace(key) {
			return c
		}
		if look := r.look(c); folded != "" && (foldHeading(col.Heading) == folded || foldHeading(look) == folded) {
			return c
		}
	}
	if n, err := strconv.Atoi(strings.TrimSpace(key)); err == nil {
		if n >= 1 && n <= len(r.layout.Columns) {
			return n - 1
		}
		return -1
	}
	for c := range r.layout.Columns {
		if strings.EqualFold(strings.TrimSpace(key), Letter(c)) {
			return c
		}
	}
	return -1
}

func (r *resolution) look(c int) string {
	if c < len(r.lookups) {
		return r.lookups[c]
	}
	return ""
}

func (r *resolution) headings() string {
	var out []string
	for _, c := range r.layout.Columns {
		out = append(out, c.Heading)
	}
	if s := seen(out); s != "" {
		return s
	}
	return strconv.Itoa(len(out)) + " columns"
}

// byName tells columns by preset and heading, doubtful headings by what
// stands below them.
func (r *resolution) byName() {
	for c := range r.layout.Columns {
		look := r.look(c)
		if r.taken[c] || look == "" {
			continue
		}
		if r.preset != nil {
			if field, ok := r.preset.fields[foldPreset(look)]; ok {
				r.set(c, field, ByPreset, r.trust(c, field, 1))
				continue
			}
		}
		r.choose(c, lookup(look))
	}
}

// trust lowers a confidence where the cells contradict the field.
func (r *resolution) trust(c int, field string, full float64) float64 {
	n := &r.census[c]
	share := n.share(field)
	if field == "" || field == Ignored || n.cells == 0 || share >= untested {
		return full
	}
	return 0.4 + (full-0.4)*share/untested
}

// choose decides between the meanings of a heading.
func (r *resolution) choose(c int, may []meaning) {
	if len(may) == 0 {
		return
	}
	n := &r.census[c]
	best, bestShare := -1, 0.0
	for i, m := range may {
		share := n.share(m.field)
		role, _, _ := roleOf(m.field)
		if role == roleTitle && m.doubt {
			share = n.share("title")
			if n.numbers*2 >= n.cells && n.cells > 0 {
				share = n.share("number") / 2 // numbers, or numbers with titles
			}
		}
		if !m.doubt {
			share = max(share, 0.5) // only clear evidence speaks against a sure heading
		}
		if n.cells == 0 {
			share = 0.5
		}
		if share > bestShare {
			best, bestShare = i, share
		}
	}
	if best < 0 || bestShare < 0.45 {
		return
	}
	m := may[best]
	field := m.field
	if role, _, _ := roleOf(field); role == roleTitle && m.doubt {
		if n.cells > 0 {
			field = n.title()
		}
	}
	if m.doubt {
		by := ByContent
		if n.cells == 0 {
			by = ByHeading
		}
		r.set(c, field, by, 0.4+0.5*bestShare)
		return
	}
	r.set(c, field, ByHeading, r.trust(c, field, 0.95))
}

// has finds the first column with a field of the role.
func (r *resolution) has(want role) int {
	for c, col := range r.layout.Columns {
		if role, _, _ := roleOf(col.Field); r.taken[c] && role == want && col.Field != "" {
			return c
		}
	}
	return -1
}
