package source

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"chabiao/corpus"
	"chabiao/corpus/han"
)

// csvReader reads a comma-separated file whose first record is the header.
type csvReader struct {
	capture *capture
	csv     *csv.Reader
	header  []string // as it stands in the file
	keys    []string // the entry's keys; a column nobody knows keeps its name
}

// capture keeps the bytes that the csv package has read and not yet given out
// as records, so that a record's raw text is at hand.
type capture struct {
	r     io.Reader
	buf   []byte
	start int64 // offset of buf[0] in the text
}

func (c *capture) Read(p []byte) (int, error) {
	if len(c.buf) > MaxRow {
		return 0, errRowTooLong
	}
	n, err := c.r.Read(p)
	c.buf = append(c.buf, p[:n]...)
	return n, err
}

// take gives the text up to offset and forgets it.
func (c *capture) take(offset int64) []byte {
	n := min(int(offset-c.start), len(c.buf))
	out := bytes.Clone(c.buf[:n])
	c.buf = append(c.buf[:0], c.buf[n:]...)
	c.start = offset
	return out
}

func newCSVReader(br *bufio.Reader) (*csvReader, error) {
	c := &csvReader{capture: &capture{r: br}}
	c.csv = csv.NewReader(c.capture)
	c.csv.FieldsPerRecord = -1
	c.csv.LazyQuotes = true
	header, err := c.csv.Read()
	if err == io.EOF {
		return nil, errors.New("the file is empty: want a header line")
	}
	if err != nil {
		return nil, err
	}
	c.capture.take(c.csv.InputOffset())
	c.header = header
	hasNumber := false
	for _, name := range header {
		key := Column(name)
		hasNumber = hasNumber || key == "number"
		c.keys = append(c.keys, key)
	}
	if !hasNumber {
		return nil, fmt.Errorf("no column with the standard number among %q: name it number or 标准号", header)
	}
	return c, nil
}

func (c *csvReader) Next() (Row, error) {
	cells, err := c.csv.Read()
	if err == io.EOF || errors.Is(err, errRowTooLong) {
		return Row{}, err
	}
	at, _ := c.csv.FieldPos(0)
	row := Row{At: int64(at), Raw: bytes.TrimRight(c.capture.take(c.csv.InputOffset()), "\r\n")}
	switch {
	case err != nil:
		row.Err = err
	case !utf8.Valid(row.Raw):
		row.Err = errors.New("not UTF-8 text")
	case len(cells) > len(c.keys):
		row.Err = fmt.Errorf("%d cells under a header of %d columns", len(cells), len(c.keys))
	default:
		row.JSON = c.object(cells)
	}
	return row, nil
}

// object writes a record as an object of the entry format. Empty cells say
// nothing and are left out.
func (c *csvReader) object(cells []string) []byte {
	w := corpus.NewObjectWriter(make([]byte, 0, 256))
	for i, cell := range cells {
		cell = strings.TrimSpace(cell)
		switch key := c.keys[i]; {
		case cell == "":
		case listKeys[key]:
			w.Strings(key, SplitList(cell))
		case key == "adopts":
			w.Value(key, adoptions(cell))
		default:
			w.String(key, cell)
		}
	}
	return w.Close()
}

var listKeys = map[string]bool{"replaces": true, "replaced_by": true, "references": true, "ics": true, "ccs": true,
	"committee": true, "drafters": true, "language": true, "keywords": true}

// SplitList cuts a cell that holds several values at ; ； | 、 and line ends.
func SplitList(cell string) []string {
	var out []string
	for _, part := range strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(";；|、\n", r) }) {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// adoptions reads "ISO 9001:2015 IDT; …": the degree before or behind the
// number, in brackets or not.
func adoptions(cell string) []corpus.Adoption {
	var out []corpus.Adoption
	for _, part := range SplitList(cell) {
		a := corpus.Adoption{Number: part}
		words := strings.Fields(strings.NewReplacer("(", " ", ")", " ", "（", " ", "）", " ", ",", " ", "，", " ").Replace(part))
		for _, i := range []int{0, len(words) - 1} {
			if len(words) < 2 {
				break
			}
			switch d := corpus.NormalizeDegree(words[i]); d {
			case corpus.IDT, corpus.MOD, corpus.NEQ, corpus.EQV:
				a.Degree = d
				a.Number = strings.Join(append(append([]string(nil), words[:i]...), words[i+1:]...), " ")
			}
			if a.Degree != "" {
				break
			}
		}
		out = append(out, a)
	}
	return out
}

// columns are headings, folded and without spaces, and the keys they mean.
var columns = map[string]string{
	"标准号": "number", "标准编号": "number", "standardnumber": "number", "standardno": "number", "number": "number",
	"标准名称": "title_zh", "中文名称": "title_zh", "标准名称(中文)": "title_zh", "中文题名": "title_zh", "名称": "title_zh",
	"英文名称": "title_en", "标准名称(英文)": "title_en", "英文题名": "title_en", "englishtitle": "title_en", "title": "title",
	"标准状态": "status", "状态": "status", "发布日期": "published", "实施日期": "implemented", "作废日期": "withdrawn", "废止日期": "withdrawn", "确认日期": "confirmed",
	"代替标准": "replaces", "替代标准": "replaces", "被代替标准": "replaced_by", "采用标准": "adopts", "引用标准": "references",
	"中标分类号": "ccs", "ccs": "ccs", "国际标准分类号": "ics", "ics": "ics", "发布单位": "issuing_body", "发布部门": "issuing_body",
	"主管部门": "competent_body", "归口单位": "committee", "起草单位": "drafters", "页数": "pages", "关键词": "keywords", "摘要": "abstract_zh",
}

// Column is the entry's key that a heading means; the heading itself, trimmed,
// when it is no known one.
func Column(heading string) string {
	heading = strings.TrimSpace(heading)
	if key, ok := columns[strings.ReplaceAll(han.Fold(heading), " ", "")]; ok {
		return key
	}
	return heading
}
