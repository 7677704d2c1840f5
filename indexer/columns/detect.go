package columns

import (
	"fmt"
	"iter"
	"maps"
	"strings"
	"unicode/utf8"

	"chabiao/corpus"
	"chabiao/indexer/sheet"
)

// Bounds of what Detect looks at. Rows are counted as the tables give them:
// those without any content are not among them.
const (
	headerDepth = 60  // rows among which the header is looked for
	sampleRows  = 200 // rows below it that are looked at
)

// HeadRows is how many rows of a table Detect looks at; more are of no use to
// it. A header that the options name may be in any of them.
const HeadRows = headerDepth + sampleRows

func mapKeys(m map[string]string) iter.Seq[string] { return maps.Keys(m) }

// Detect finds out how a table is laid out from its first HeadRows rows, or
// all, if there are less. The error says what was seen and how to map the columns by hand, when
// no column holds standard numbers.
func Detect(rows []sheet.Row, opt Options) (*Layout, error) {
	d := &detection{opt: opt}
	for _, r := range rows {
		if r.Err == nil && len(d.rows) < HeadRows {
			if len(r.Cells) > sheet.MaxColumns {
				r.Cells = r.Cells[:sheet.MaxColumns]
			}
			d.rows = append(d.rows, r)
		}
	}
	if opt.Preset != "" {
		p, err := findPreset(opt.Preset, nil)
		if err != nil {
			return nil, err
		}
		d.preset = p
	}
	if err := checkMap(opt.Map); err != nil {
		return nil, err
	}
	h, err := d.header()
	if err != nil {
		return nil, err
	}
	return d.layout(h)
}

// detection is the work of one Detect.
type detection struct {
	opt    Options
	rows   []sheet.Row
	preset *preset
}

// header is a candidate for the header of the table.
type header struct {
	rows     []int    // of detection.rows; empty when there is none
	headings []string // by column, as they are shown
	lookups  []string // by column, the words to look up where they differ
	score    float64
}

// first is the first row of data.
func (h *header) first() int {
	if len(h.rows) == 0 {
		return 0
	}
	return h.rows[len(h.rows)-1] + 1
}

// known finds what a heading means to anybody: the options, the preset, the
// table of headings, any preset.
func (d *detection) known(heading string) (sureOf, ok bool) {
	if _, ok := mapped(d.opt.Map, heading); ok {
		return true, true
	}
	key := foldPreset(heading)
	if key == "" {
		return false, heading == "#"
	}
	if d.preset != nil {
		if _, ok := d.preset.fields[key]; ok {
			return true, true
		}
	}
	if m := lookup(heading); m != nil {
		return sure(m), true
	}
	for _, p := range presets() {
		if p.marks[key] {
			return true, true
		}
	}
	return false, false
}

// header finds the header: the candidate with the most known headings over
// columns that hold what they say.
func (d *detection) header() (*header, error) {
	switch {
	case d.opt.HeaderRow < 0:
		return &header{}, nil
	case d.opt.HeaderRow > 0:
		for i := range d.rows {
			if d.rows[i].At == int64(d.opt.HeaderRow) {
				return d.candidate(i), nil
			}
		}
		return nil, corpus.Errorf(corpus.InvalidArgument, "row %d is none of the rows with content at the head of the table", d.opt.HeaderRow).
			WithField("header_row").WithHint("give the number of the row as the file counts it, or leave it out to have the header found").
			WithZH("指定的表头行不在表格开头有内容的行里：第 %d 行。请核对行号，或者空着自动找。", d.opt.HeaderRow)
	}
	best := &header{}
	for i := 0; i < len(d.rows) && i < headerDepth; i++ {
		if d.dataRow(i) {
			continue
		}
		if c := d.candidate(i); c.score > best.score {
			best = c
		}
	}
	return best, nil
}

// checkMap checks the names of fields that the options give.
func checkMap(m map[string]string) error {
	for _, key := range sortedKeys(m) {
		if _, _, ok := roleOf(m[key]); !ok {
			var names []string
			for _, f := range fields {
				names = append(names, f.Name)
			}
			return corpus.Errorf(corpus.InvalidArgument, "column %q is mapped to %q, which is no field", key, m[key]).WithField("map").
				WithHint("fields are %s, - to ignore the column, + to keep it as it is", strings.Join(names, ", ")).WithZH("列“%s”指定的字段“%s”不存在。请从列表中选；- 表示忽略，+ 表示原样保留。", key, m[key])
		}
	}
	return nil
}

// seen shows the headings or the first cells of a table in a message.
func seen(texts []string) string {
	var out []string
	for i, t := range texts {
		if len(out) == 12 {
			out = append(out, "…")
			break
		}
		if t = line(t); t != "" {
			if utf8.RuneCountInString(t) > 20 {
				t = string([]rune(t)[:20]) + "…"
			}
			out = append(out, fmt.Sprintf("%s=%q", Letter(i), t))
		}
	}
	return strings.Join(out, ", ")
}
