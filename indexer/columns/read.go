package columns

import (
	"strconv"
	"strings"
	"unicode"

	"chabiao/corpus"
	"chabiao/indexer/problem"
	"chabiao/indexer/sheet"
)

// slot is what the reader does with one column.
type slot struct {
	role    role
	field   string
	lang    string
	heading string // "column_C" where the header is empty
	order   dayOrder
	ids     bool // a relation whose cells may hold ids of ISO's
}

// shape is which columns hold the number, or its parts; -1 where none does.
type shape struct {
	numbers              []int
	prefix, serial, year int
	titles               []int
}

// compile prepares the columns for Read. A layout made by hand works too:
// unknown fields are kept under extra.
func (l *Layout) compile() {
	l.shape = shape{prefix: -1, serial: -1, year: -1}
	width := 0
	for _, c := range l.Columns {
		if c.Index >= 0 && c.Index < sheet.MaxColumns {
			width = max(width, c.Index+1)
		}
	}
	l.plan = make([]slot, width)
	for i := range l.plan {
		l.plan[i].heading = "column_" + Letter(i)
	}
	for k, c := range l.Columns {
		if c.Index < 0 || c.Index >= width {
			continue
		}
		s := &l.plan[c.Index]
		s.role, s.lang, _ = roleOf(c.Field)
		s.field = c.Field
		if s.field == "" || s.field == "+" || s.field == "extra" {
			s.field = c.Heading
		}
		if h := line(trim(c.Heading)); h != "" {
			s.heading = h
		}
		if k < len(l.orders) {
			s.order = l.orders[k]
		}
		s.ids = l.Preset == "iso" && (s.role == roleReplaces || s.role == roleReplacedBy)
		first := func(i *int) {
			if *i < 0 {
				*i = c.Index
			} else {
				s.role = roleExtra
			}
		}
		switch s.role {
		case roleNumber:
			l.shape.numbers = append(l.shape.numbers, c.Index)
		case rolePrefix:
			first(&l.shape.prefix)
		case roleSerial:
			first(&l.shape.serial)
		case roleYear:
			first(&l.shape.year)
		case roleTitle:
			l.shape.titles = append(l.shape.titles, c.Index)
		}
	}
}

// Read makes an entry of a row. The notes tell what was changed as understood
// and what is doubtful. The entry is nil where the row gives none: with a note
// of severity Error when it is rejected, of Info when it is no entry at all,
// such as a repeated header or a total. What nobody understands is kept under
// Extra by its heading, and the raw cell of what could not be read as its
// field demands under its field's name and "_raw".
func (l *Layout) Read(cells []sheet.Cell) (*corpus.Entry, []problem.Note) {
	l.once.Do(l.compile)
	b := builder{entry: &corpus.Entry{}}
	number, raw, d, err := l.number(&b, cells)
	if err != nil {
		return nil, l.noEntry(cells, raw, err)
	}
	b.takeNumber(raw, d)
	var v source
	for i := range cells {
		text, failed := cellText(cells[i])
		if text == "" && !failed {
			continue
		}
		if i >= len(l.plan) {
			b.beyond(cells[i:], i)
			break
		}
		s := &l.plan[i]
		if failed {
			b.note(problem.CellFailed, s.field, cells[i].Text, "")
			continue
		}
		v = source{role: s.role, field: s.field, lang: s.lang, heading: s.heading, text: text, kind: cells[i].Kind, order: s.order}
		switch s.role {
		case roleNumber:
			if i != number {
				// A second column of numbers, or one that the parts stood for.
				v.role = roleExtra
				b.second(&v)
			}
		case rolePrefix, roleSerial, roleYear:
			// Parts that the number's own column has already.
			if number >= 0 && s.role != roleIgnore && !strings.Contains(d.Text, text) {
				v.role = roleExtra
				b.set(&v)
			}
		case roleTitle:
			if i != number {
				b.set(&v)
			}
		default:
			b.cell(&v, s.ids)
		}
	}
	b.settleNumber(raw, d)
	b.settle()
	return b.entry, b.notes
}

// beyond keeps the cells behind the last column of the header.
func (b *builder) beyond(cells []sheet.Cell, from int) {
	told := false
	for i, c := range cells {
		text, _ := cellText(c)
		if text == "" || from+i >= sheet.MaxColumns {
			continue
		}
		b.extra("column_"+Letter(from+i), cellJSON(text, c.Kind))
		if !told {
			b.note(problem.CellsTooMany, "column_"+Letter(from+i), text, "")
			told = true
		}
	}
}

// number finds the row's number: in its column, of its parts, or before the
// title. column is the index of the cell that it came from, -1 for parts.
func (l *Layout) number(b *builder, cells []sheet.Cell) (column int, raw string, d Designation, err error) {
	at := func(i int) string {
		if i < 0 || i >= len(cells) {
			return ""
		}
		text, _ := cellText(cells[i])
		return text
	}
	prefix := at(l.shape.prefix)
	for _, i := range l.shape.numbers {
		text := at(i)
		if text == "" {
			continue
		}
		if raw == "" {
			raw = text
		}
		if prefix != "" && digit(text[0]) {
			joined := joinParts(prefix, text, at(l.shape.year))
			if d, err = NumberCell(joined); err == nil {
				b.note(problem.NumberJoined, "number", strings.TrimSpace(prefix+" | "+text+" | "+at(l.shape.year)), d.Text)
				return i, joined, d, nil
			}
		}
		if d, ok := l.stuck(b, text, at); ok {
			return i, d.Text, d, nil
		}
		if d, err = NumberCell(text); err == nil {
			return i, text, d, nil
		}
	}
	if serial := at(l.shape.serial); serial != "" && raw == "" {
		raw = joinParts(prefix, serial, at(l.shape.year))
		if d, err = NumberCell(raw); err == nil {
			b.note(problem.NumberJoined, "number", strings.TrimSpace(prefix+" | "+serial+" | "+at(l.shape.year)), d.Text)
		}
		return -1, raw, d, err
	}
	if raw == "" && prefix != "" {
		raw = prefix
		if d, err = NumberCell(raw); err == nil {
			return l.shape.prefix, raw, d, nil
		}
	}
	if raw == "" {
		for _, i := range l.shape.titles {
			if text := at(i); text != "" && letter(text[0]) {
				if d, err := NumberCell(text); err == nil && d.Title != "" {
					return i, text, d, nil
				}
			}
		}
		return -1, "", Designation{}, corpus.ErrNoNumber
	}
	return -1, raw, Designation{}, err
}

// stuck looks for the rest of a number before the row's title.
func (l *Layout) stuck(b *builder, letters string, at func(int) string) (Designation, bool) {
	if !letter(letters[len(letters)-1]) {
		return Designation{}, false
	}
	for _, i := range l.shape.titles {
		title := at(i)
		if d, _, ok := stuck(letters, title); ok {
			b.note(problem.NumberJoined, "number", letters+" | "+title, d.Text)
			b.letters = letters
			return d, true
		}
	}
	return Designation{}, false
}

// joinParts puts GB/T, 19001 and 2016 together.
func joinParts(prefix, serial, year string) string {
	s := strings.TrimRight(prefix, " -—") + " " + strings.Trim(serial, " -—")
	year = strings.TrimSuffix(strings.Trim(year, " -—:："), "年")
	if year == "" || strings.ContainsAny(serial, "-—–－:：") {
		return s
	}
	return s + "-" + year
}

// noEntry says why a row gives no entry.
func (l *Layout) noEntry(cells []sheet.Cell, raw string, err error) []problem.Note {
	var texts []string
	merged, headings := 0, 0
	for i, c := range cells {
		text, _ := cellText(c)
		if text == "" {
			continue
		}
		if i < len(l.plan) && foldHeading(text) != "" && foldHeading(text) == foldHeading(l.plan[i].heading) {
			headings++
		}
		if c.Merged && len(texts) > 0 && texts[len(texts)-1] == text {
			merged++
			continue
		}
		texts = append(texts, text)
	}
	switch {
	case len(texts) == 0:
		return []problem.Note{{Kind: problem.BlankRow}}
	case headings > 0 && headings*2 >= len(texts):
		return []problem.Note{note(problem.HeaderRepeated, "", strings.Join(texts[:min(len(texts), 4)], " | "), "")}
	case remark(texts, merged > 0):
		return []problem.Note{note(problem.RemarkRow, "", strings.Join(texts[:min(len(texts), 4)], " | "), "")}
	case raw == "":
		return []problem.Note{note(problem.NumberMissing, "number", strings.Join(texts[:min(len(texts), 4)], " | "), "")}
	}
	return []problem.Note{problem.Because(problem.NumberUnreadable, "number", raw, err)}
}

// remarkWords begin rows that are no entries: alone, or with a mark, a digit
// or a space behind them.
var remarkWords = []string{"合计", "总计", "小计", "共计", "总数", "注", "附注", "备注", "说明", "制表", "制表人", "填表", "填表人", "填报单位", "编制人", "审核", "审核人", "复核", "复核人", "打印", "打印人", "打印时间", "打印日期", "导出", "导出人", "导出时间", "导出日期",
	"数据来源", "资料来源", "来源", "截至", "截至日期", "截止", "截止日期", "以上", "以下空白", "统计", "统计时间", "统计日期", "联系人", "联系电话", "total", "subtotal", "grand total", "note", "notes", "remark", "remarks", "page", "source", "exported", "printed", "generated", "copyright", "end of list"}

// remark reports whether a row without a number is a total, a remark, a page
// number or the caption of a section.
func remark(texts []string, merged bool) bool {
	if len(texts) > 4 {
		return false
	}
	head := texts[0]
	if _, err := strconv.Atoi(halve(head)); err == nil && len(texts) > 1 {
		head = texts[1]
	}
	head = strings.ToLower(strings.TrimLeft(line(halve(head)), "*#※ "))
	for _, w := range remarkWords {
		if rest, ok := strings.CutPrefix(head, w); ok && (rest == "" || strings.ContainsRune(":： 0123456789（(，,、-—.", firstRune(rest))) {
			return true
		}
	}
	bare := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, head)
	if bare != head {
		for _, w := range [...]string{"第页", "共页", "共条", "共项", "共记录", "共计条"} {
			if strings.HasPrefix(bare, w) {
				return true
			}
		}
	}
	return len(texts) == 1 && (merged || section(texts[0]))
}

// section reports whether a text is numbered as the caption of a section: 一、
// 基础标准; （二）方法标准.
func section(s string) bool {
	s = strings.TrimLeft(s, "（(第 ")
	i := strings.IndexFunc(s, func(r rune) bool { return !strings.ContainsRune("一二三四五六七八九十", r) })
	if i <= 0 {
		return false
	}
	return strings.ContainsRune("、.．)）章节部类 ", firstRune(s[i:]))
}
