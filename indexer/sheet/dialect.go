package sheet

import "bytes"

// dialect is how the records of a delimited text are told apart: RFC 4180,
// with the liberties that are met in practice.
//
//   - A quote inside a cell that does not begin with one is a character.
//   - A quote inside a quoted cell that is neither doubled nor before a
//     separator is a character, when the cell ends in a quote on the same line.
//     Otherwise the cell was not meant to be quoted at all.
//   - A quote that is not closed is a character, and the record ends with its
//     first line.
type dialect struct {
	sep  []byte
	cr   bool // CR alone ends a line
	stop [256]bool
}

func newDialect(sep string, cr bool) *dialect {
	d := &dialect{sep: []byte(sep), cr: cr}
	d.stop[sep[0]] = true
	d.stop['\n'] = true
	d.stop['\r'] = cr
	return d
}

// span is where a cell's text stands in a record.
type span struct {
	start, end int
	doubled    bool // quotes in it may be doubled
}

// record is one record as parse found it.
type record struct {
	cells    []span // at most MaxColumns
	columns  int    // all cells
	text     int    // bytes without the line end
	size     int    // bytes with it
	lines    int    // line ends
	unclosed int    // number of the cell whose quote is not closed; 0 if none
	liberal  bool   // a quote is not as RFC 4180 has it
}

// parse finds the record at the beginning of b, which is not empty. It returns
// false when more text is needed to tell; with final there is no more.
func (d *dialect) parse(b []byte, final bool, r *record) bool {
	*r = record{cells: r.cells[:0]}
	for i := 0; ; i += len(d.sep) {
		r.columns++
		cell := span{start: i}
		end, next := i, -1
		if i < len(b) && b[i] == '"' {
			var q quoting
			if cell, next, q = d.quoted(b, i, final); q == wantMore {
				return false
			} else if q == notClosed && r.unclosed == 0 {
				r.unclosed = r.columns
			} else if q != closed {
				r.liberal = true
			}
		}
		quoted := next >= 0
		if !quoted {
			next = d.plain(b, i)
			end = next
			cell = span{start: i, end: end}
		}
		if next == len(b) && !final {
			return false
		}
		atEnd := next == len(b) || !d.atSep(b[next:])
		if atEnd && !quoted && !d.cr {
			for cell.end > cell.start && b[cell.end-1] == '\r' {
				cell.end--
			}
			end = cell.end
		}
		if len(r.cells) < MaxColumns {
			r.cells = append(r.cells, cell)
		}
		if quoted {
			r.lines += d.count(b[cell.start:cell.end])
			end = next
			for !d.cr && end > cell.end && b[end-1] == '\r' {
				end--
			}
		}
		if !atEnd {
			i = next
			continue
		}
		r.text, r.size = end, next
		if next == len(b) {
			return true
		}
		r.lines++
		r.size++
		if b[next] == '\r' { // only where CR ends lines
			if next+1 == len(b) && !final {
				return false
			}
			if next+1 < len(b) && b[next+1] == '\n' {
				r.size++
			}
		}
		return true
	}
}

// plain is where the cell at i ends that is not quoted.
func (d *dialect) plain(b []byte, i int) int {
	for ; i < len(b); i++ {
		if d.stop[b[i]] && (d.atSep(b[i:]) || d.atLineEnd(b[i])) {
			return i
		}
	}
	return i
}

func (d *dialect) atSep(b []byte) bool {
	if len(d.sep) == 1 {
		return b[0] == d.sep[0]
	}
	return bytes.HasPrefix(b, d.sep)
}

func (d *dialect) atLineEnd(c byte) bool { return c == '\n' || c == '\r' && d.cr }

// count is the number of line ends in a quoted cell.
func (d *dialect) count(b []byte) int {
	n := bytes.Count(b, []byte{'\n'})
	if d.cr {
		n += bytes.Count(b, []byte{'\r'}) - bytes.Count(b, []byte("\r\n"))
	}
	return n
}

// quoting is what the quote at the beginning of a cell turned out to be.
type quoting uint8

const (
	wantMore  quoting = iota // can't tell without more text
	closed                   // it is closed
	loose                    // it is closed, with quotes inside that are not doubled
	character                // a character like any other
	notClosed                // it should be closed, and is not
)

// quoted finds the end of the cell whose quote stands at i: its text, and
// where the separator or line end behind it stands; -1 unless closed or loose.
func (d *dialect) quoted(b []byte, i int, final bool) (span, int, quoting) {
	cell := span{start: i + 1}
	for j := i + 1; ; {
		k := bytes.IndexByte(b[j:], '"')
		if k < 0 {
			if final {
				return span{}, -1, notClosed
			}
			return span{}, -1, wantMore
		}
		j += k
		if j+1 < len(b) && b[j+1] == '"' {
			cell.doubled = true
			j += 2
			continue
		}
		next := d.blanks(b, j+1)
		if len(b)-next < len(d.sep) && !final {
			return span{}, -1, wantMore
		}
		if next == len(b) || d.atSep(b[next:]) || d.atLineEnd(b[next]) {
			cell.end = j
			return cell, next, closed
		}
		if d.count(b[i:j]) > 0 {
			return span{}, -1, notClosed
		}
		next = d.plain(b, j+1)
		if next == len(b) && !final {
			return span{}, -1, wantMore
		}
		last := len(bytes.TrimRight(b[:next], " \r")) - 1
		if last > j && b[last] == '"' {
			cell.end, cell.doubled = last, true
			return cell, next, loose
		}
		return span{}, -1, character
	}
}

// blanks skips what may stand between a closing quote and what follows.
func (d *dialect) blanks(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\t' || b[i] == '\r' && !d.cr) && !d.atSep(b[i:]) {
		i++
	}
	return i
}
