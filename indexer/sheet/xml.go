package sheet

import (
	"bytes"
	"errors"
	"io"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// maxTag is the most bytes a tag may have, attributes and all.
const maxTag = 1 << 20

var errTag = errors.New("XML tag without an end")

// xmlKind is what xmlReader met.
type xmlKind uint8

const (
	xmlStart xmlKind = iota + 1 // a start tag, or an empty element's
	xmlEnd
	xmlText // a piece of text; there may be more
)

// xmlReader cuts XML into tags and text, without checking that it is well
// formed: encoding/xml takes ten times as long. It knows no namespaces, and
// expands no entities but XML's own, so that none can grow.
type xmlReader struct {
	r     io.Reader
	buf   []byte
	pos   int
	end   int
	err   error
	empty bool // an end tag is due that does not stand in the text
	cdata bool // inside a CDATA section

	name  []byte // of the tag, without prefix; good until next
	attrs []byte // of the start tag
	text  []byte // decoded; good until next
}

func newXMLReader(r io.Reader) *xmlReader {
	x := &xmlReader{r: r, buf: make([]byte, 64<<10)}
	x.more()
	for x.end < 4 && x.more() {
	}
	head := x.buf[:x.end]
	set, n := bom(head)
	if set == nil && len(head) >= 4 {
		switch {
		case head[0] == '<' && head[1] == 0:
			set = utf16LESet
		case head[0] == 0 && head[1] == '<':
			set = utf16BESet
		}
	}
	x.pos = n
	if set != nil && set.enc != nil {
		order := unicode.LittleEndian
		if set == utf16BESet {
			order = unicode.BigEndian
		}
		rest := io.MultiReader(bytes.NewReader(bytes.Clone(head[n:])), &errReader{r, x.err})
		x.r = transform.NewReader(rest, unicode.UTF16(order, unicode.IgnoreBOM).NewDecoder())
		x.pos, x.end, x.err = 0, 0, nil
	}
	return x
}

// errReader gives an error that was met before it reads on.
type errReader struct {
	r   io.Reader
	err error
}

func (e *errReader) Read(p []byte) (int, error) {
	if e.err != nil {
		return 0, e.err
	}
	return e.r.Read(p)
}

// more reads on; what is at hand stays, moved to the front. False at the end
// of the text, on an error, and when maxTag bytes are at hand.
func (x *xmlReader) more() bool {
	if x.err != nil {
		return false
	}
	if x.pos > 0 {
		x.end = copy(x.buf, x.buf[x.pos:x.end])
		x.pos = 0
	}
	if x.end == len(x.buf) {
		if x.end >= maxTag {
			x.err = errTag
			return false
		}
		x.buf = append(x.buf, make([]byte, len(x.buf))...)
	}
	for range 100 {
		n, err := x.r.Read(x.buf[x.end:])
		x.end += n
		x.err = err
		if n > 0 {
			return true
		}
		if err != nil {
			return false
		}
	}
	x.err = io.ErrNoProgress
	return false
}

// next goes on to the next tag or piece of text; io.EOF at the end.
func (x *xmlReader) next() (xmlKind, error) {
	if x.empty {
		x.empty = false
		return xmlEnd, nil
	}
	for {
		if x.pos == x.end && !x.more() {
			return 0, x.err
		}
		if x.cdata {
			if x.cdataText() {
				return xmlText, nil
			}
			continue
		}
		if x.buf[x.pos] != '<' {
			if x.plainText() {
				return xmlText, nil
			}
			continue
		}
		for x.end-x.pos < len("<![CDATA[") && x.more() {
		}
		b := x.buf[x.pos:x.end]
		switch {
		case len(b) > 1 && b[1] != '!' && b[1] != '?':
			return x.tag()
		case bytes.HasPrefix(b, []byte("<![CDATA[")):
			x.pos += len("<![CDATA[")
			x.cdata = true
		case bytes.HasPrefix(b, []byte("<!--")):
			x.pos += len("<!--")
			x.skip("-->")
		case bytes.HasPrefix(b, []byte("<?")):
			x.skip("?>")
		default:
			x.skip(">")
		}
	}
}

// skip passes over all up to the end of a mark.
func (x *xmlReader) skip(mark string) {
	for {
		if i := bytes.Index(x.buf[x.pos:x.end], []byte(mark)); i >= 0 {
			x.pos += i + len(mark)
			return
		}
		x.pos = max(x.pos, x.end-len(mark)+1)
		if !x.more() {
			x.pos = x.end
			return
		}
	}
}

// tag reads the tag at pos.
func (x *xmlReader) tag() (xmlKind, error) {
	i, quote := 1, byte(0)
	for ; ; i++ {
		if x.pos+i >= x.end && !x.more() {
			if x.err == io.EOF {
				x.err = io.ErrUnexpectedEOF
			}
			return 0, x.err
		}
		c := x.buf[x.pos+i]
		if quote != 0 {
			if c == quote {
				quote = 0
			}
		} else if c == '>' {
			break
		} else if c == '"' || c == '\'' {
			quote = c
		}
	}
	body := x.buf[x.pos+1 : x.pos+i]
	x.pos += i + 1
	kind := xmlStart
	if len(body) > 0 && body[0] == '/' {
		kind, body = xmlEnd, body[1:]
	} else if n := len(body); n > 0 && body[n-1] == '/' {
		x.empty, body = true, body[:n-1]
	}
	n := 0
	for n < len(body) && !space(body[n]) {
		if body[n] == ':' {
			body, n = body[n+1:], 0
			continue
		}
		n++
	}
	x.name, x.attrs = body[:n], body[n:]
	return kind, nil
}

func space(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

// plainText takes the text at pos; false if more must be read first.
func (x *xmlReader) plainText() bool {
	b := x.buf[x.pos:x.end]
	n := bytes.IndexByte(b, '<')
	if n < 0 {
		n = len(b)
		if x.err == nil {
			// Keep back what may be half an entity or half a line end.
			if i := bytes.LastIndexByte(b[max(0, n-12):], '&'); i >= 0 {
				i += max(0, n-12)
				if bytes.IndexByte(b[i:], ';') < 0 {
					n = i
				}
			}
			if n > 0 && b[n-1] == '\r' {
				n--
			}
			if n == 0 {
				x.more()
				return false
			}
		}
	}
	x.pos += n
	x.text = unescape(b[:n])
	return true
}

// cdataText takes text of a CDATA section; false if there is none at pos.
func (x *xmlReader) cdataText() bool {
	b := x.buf[x.pos:x.end]
	n := bytes.Index(b, []byte("]]>"))
	if n >= 0 {
		x.cdata = false
		x.pos += n + 3
	} else if n = len(b) - 2; n > 0 && x.err == nil {
		x.pos += n
	} else if x.err != nil {
		n = len(b)
		x.pos = x.end
	} else {
		x.more()
		return false
	}
	x.text = b[:n]
	return n > 0
}
