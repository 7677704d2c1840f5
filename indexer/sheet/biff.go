package sheet

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// biffReader reads the records of a workbook's stream: number, length, data.
type biffReader struct {
	r    *bufio.Reader
	buf  []byte
	id   uint16
	data []byte
	back bool // the record is to be given once more
}

func newBIFFReader(r io.Reader) *biffReader {
	return &biffReader{r: bufio.NewReaderSize(r, 32<<10), buf: make([]byte, 1<<16)}
}

// next gives the next record; its data is good until the call after. A stream
// that ends is an error: a substream ends with a record.
func (b *biffReader) next() (uint16, []byte, error) {
	if b.back {
		b.back = false
		return b.id, b.data, nil
	}
	var head [4]byte
	if _, err := io.ReadFull(b.r, head[:]); err != nil {
		return 0, nil, cut(err)
	}
	b.id = binary.LittleEndian.Uint16(head[:])
	b.data = b.buf[:binary.LittleEndian.Uint16(head[2:])]
	if _, err := io.ReadFull(b.r, b.data); err != nil {
		return 0, nil, cut(err)
	}
	return b.id, b.data, nil
}

func cut(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// unread gives the last record once more.
func (b *biffReader) unread() { b.back = true }

// run is the data of a record and of the CONTINUE records behind it.
type run struct {
	r     *biffReader // nil: nothing behind it
	data  []byte
	units []uint16
}

func newRun(r *biffReader, data []byte) *run { return &run{r: r, data: data} }

// more goes on to the CONTINUE record that comes next; false if none does.
func (c *run) more() bool {
	if c.r == nil {
		return false
	}
	head, err := c.r.r.Peek(2)
	if err != nil || binary.LittleEndian.Uint16(head) != recContinue {
		return false
	}
	_, data, err := c.r.next()
	c.data = data
	return err == nil
}

// take gives the next n bytes, across records; fewer at the end.
func (c *run) take(dst []byte) bool {
	for len(dst) > 0 {
		if len(c.data) == 0 && !c.more() {
			return false
		}
		n := copy(dst, c.data)
		dst, c.data = dst[n:], c.data[n:]
	}
	return true
}

func (c *run) skip(n int64) bool {
	for n > 0 {
		if len(c.data) == 0 && !c.more() {
			return false
		}
		k := min(n, int64(len(c.data)))
		n, c.data = n-k, c.data[k:]
	}
	return true
}

// header reads the length of a string, of one or two bytes, and its flags:
// 1 two bytes a character, 4 and 8 formatting or readings behind the text.
func (c *run) header(size int) (count int, flags byte, ok bool) {
	var h [3]byte
	if !c.take(h[:size+1]) {
		return 0, 0, false
	}
	if size == 1 {
		return int(h[0]), h[1], true
	}
	return int(binary.LittleEndian.Uint16(h[:])), h[2], true
}

// chars reads characters of a string into c.units. Where a CONTINUE record
// begins within them, its first byte says anew how wide they are.
func (c *run) chars(count int, flags byte) bool {
	c.units = c.units[:0]
	wide := flags&1 != 0
	for len(c.units) < count {
		if len(c.data) == 0 {
			if !c.more() || len(c.data) == 0 {
				return false
			}
			wide = c.data[0]&1 != 0
			c.data = c.data[1:]
			continue
		}
		if !wide {
			n := min(count-len(c.units), len(c.data))
			for _, b := range c.data[:n] {
				c.units = append(c.units, uint16(b))
			}
			c.data = c.data[n:]
			continue
		}
		n := min(count-len(c.units), len(c.data)/2)
		if n == 0 {
			return false // half a character
		}
		for i := range n {
			c.units = append(c.units, binary.LittleEndian.Uint16(c.data[2*i:]))
		}
		c.data = c.data[2*n:]
	}
	return true
}

// text reads a string as far as it is there; size is that of its length.
func (c *run) text(size int) string {
	count, flags, ok := c.header(size)
	if !ok {
		return ""
	}
	var tail [6]byte
	n := int(flags>>3&1)*2 + int(flags>>2&1)*4
	if !c.take(tail[:n]) {
		return ""
	}
	c.chars(count, flags) // what is there is better than nothing
	return string(c.appendTo(nil))
}

// appendTo writes the characters as UTF-8.
func (c *run) appendTo(dst []byte) []byte {
	for i := 0; i < len(c.units); i++ {
		r := rune(c.units[i])
		if r < utf8.RuneSelf {
			dst = append(dst, byte(r))
			continue
		}
		if utf16.IsSurrogate(r) && i+1 < len(c.units) {
			if pair := utf16.DecodeRune(r, rune(c.units[i+1])); pair != utf8.RuneError {
				r = pair
				i++
			}
		}
		dst = utf8.AppendRune(dst, r)
	}
	return dst
}

// readSST reads the shared strings. Counts that lie do no harm: what is there
// is read.
func (b *xlsBook) readSST(c *run) error {
	var h [8]byte
	if !c.take(h[:]) {
		return nil
	}
	var text []byte
	for range binary.LittleEndian.Uint32(h[4:]) {
		count, flags, ok := c.header(2)
		if !ok {
			break
		}
		var runs, readings int64
		var n [4]byte
		if flags&8 != 0 {
			ok = c.take(n[:2])
			runs = int64(binary.LittleEndian.Uint16(n[:]))
		}
		if ok && flags&4 != 0 {
			ok = c.take(n[:4])
			readings = int64(binary.LittleEndian.Uint32(n[:]))
		}
		if !ok || !c.chars(count, flags) {
			break
		}
		text = c.appendTo(text[:0])
		if err := b.store.add(text, false); err != nil {
			return err
		}
		if !c.skip(4*runs + readings) {
			break
		}
	}
	return b.store.flush()
}

// byteString decodes a string of BIFF5; size is that of its length.
func (b *xlsBook) byteString(data []byte, size int) string {
	if len(data) < size {
		return ""
	}
	n := int(data[0])
	if size == 2 {
		n = int(binary.LittleEndian.Uint16(data))
	}
	data = data[size:min(len(data), size+n)]
	s, err := b.codepage.enc.NewDecoder().Bytes(data)
	if err != nil {
		return fmt.Sprintf("%q", data)
	}
	return string(s)
}
