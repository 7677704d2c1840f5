package sheet

import (
	"io"
	"unicode/utf8"

	"golang.org/x/text/transform"
)

// headSize is how much of a text is looked at before its encoding and its
// separator are told, in bytes.
const headSize = 256 << 10

// decoder reads a text of any encoding as UTF-8. While nothing but ASCII has
// been met, the encoding is not settled.
type decoder struct {
	r       io.Reader
	set     *charset // nil while not settled
	dec     transform.Transformer
	buf     []byte // buf[pos:end] is read and not yet given out
	pos     int
	end     int
	err     error // of r; io.EOF at its end
	settled bool
}

// newDecoder settles the encoding by name or by the head of the text, as far
// as it can be settled.
func newDecoder(r io.Reader, name string) (*decoder, error) {
	if err := CheckEncoding(name); err != nil {
		return nil, err
	}
	d := &decoder{r: r, buf: make([]byte, headSize)}
	d.fill(headSize)
	head := d.buf[:d.end]
	marked, n := bom(head)
	switch set := findCharset(name); {
	case set != nil:
		d.use(set)
		if set == marked {
			d.pos = n
		}
	case marked != nil:
		d.use(marked)
		d.pos = n
	default:
		set := utf16ByZeros(head)
		if set == nil && foldName(name) == "utf16" {
			set = utf16LESet
		}
		if set != nil {
			d.use(set)
		}
	}
	return d, nil
}

func (d *decoder) use(set *charset) {
	d.set, d.settled = set, true
	if set.enc != nil {
		d.dec = set.enc.NewDecoder()
	}
}

// name is the encoding as Info shows it: ASCII is UTF-8 too.
func (d *decoder) name() string {
	if d.set == nil {
		return utf8Set.name
	}
	return d.set.name
}

// fill reads until n bytes are at hand, or the text ends.
func (d *decoder) fill(n int) {
	if d.pos > 0 {
		d.end = copy(d.buf, d.buf[d.pos:d.end])
		d.pos = 0
	}
	for idle := 0; d.end < n && d.err == nil; {
		k, err := d.r.Read(d.buf[d.end:])
		d.end += k
		d.err = err
		if k > 0 {
			idle = 0
		} else if idle++; idle > 100 && err == nil {
			d.err = io.ErrNoProgress
		}
	}
}

// Read gives UTF-8. Bytes that are none of the encoding become U+FFFD, but
// those of a text in UTF-8 are passed on as they are.
func (d *decoder) Read(p []byte) (int, error) {
	for {
		if d.pos == d.end && d.err == nil {
			d.fill(1)
		}
		if d.pos == d.end {
			return 0, d.err
		}
		src := d.buf[d.pos:d.end]
		if d.dec == nil {
			if !d.settled {
				if src = ascii(src[:min(len(src), len(p))]); len(src) == 0 {
					d.fill(headSize)
					d.use(byBytes(d.buf[d.pos:d.end]))
					continue
				}
			}
			n := copy(p, src)
			d.pos += n
			return n, nil
		}
		last := d.err != nil
		if d.set == gb18030Set {
			if r := privateGB(src); r != 0 && len(p) >= utf8.UTFMax {
				d.pos += 2
				return utf8.EncodeRune(p, r), nil
			}
			if n := beforePrivate(src); n < len(src) && n > 0 {
				src, last = src[:n], true
			}
		}
		nDst, nSrc, err := d.dec.Transform(p, src, last)
		d.pos += nSrc
		if nDst > 0 {
			return nDst, nil
		}
		switch {
		case nSrc > 0:
		case err == transform.ErrShortSrc && d.err == nil:
			d.fill(d.end - d.pos + 1)
		case err == transform.ErrShortDst || len(p) == 0:
			return 0, io.ErrShortBuffer
		default: // the transformer can't go on: give up this byte
			d.pos++
			return copy(p, string(utf8.RuneError)), nil
		}
	}
}

// ascii is the part of b before its first byte that is not ASCII.
func ascii(b []byte) []byte {
	for i, c := range b {
		if c >= utf8.RuneSelf {
			return b[:i]
		}
	}
	return b
}
