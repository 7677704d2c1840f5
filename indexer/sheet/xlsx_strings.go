package sheet

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// readStrings reads the shared strings: the text runs of each, without the
// readings (rPh) that Japanese and Chinese editions keep beside them.
func (b *xlsxBook) readStrings() (_ *stringStore, err error) {
	store := &stringStore{dir: b.tempDir}
	if b.stringsP == "" || b.pack.file(b.stringsP) == nil {
		return store, nil
	}
	rc, err := b.pack.open(b.stringsP)
	if err != nil {
		return nil, err
	}
	defer rc.Close()
	defer func() {
		if err != nil {
			_ = store.close() // the first error says more
		}
	}()
	x := newXMLReader(rc)
	var text richText
	for {
		kind, err := x.next()
		if err == io.EOF {
			return store, store.flush()
		}
		if err != nil {
			return nil, refuse(ErrDamaged, fmt.Errorf("shared strings: %w", err))
		}
		if kind == xmlStart && string(x.name) == "si" {
			text.reset()
		}
		text.take(x, kind)
		if kind == xmlEnd && string(x.name) == "si" {
			if err := store.add(text.bytes(), text.long); err != nil {
				return nil, err
			}
		}
	}
}

// richText joins the runs of a rich text (CT_Rst) as its tags come by.
type richText struct {
	buf     []byte
	long    bool // more than a row may have
	reading int  // depth of rPh
	inText  bool // inside t
	keep    bool // xml:space="preserve"
	start   int  // of the t in buf
}

func (t *richText) reset() { *t = richText{buf: t.buf[:0]} }

func (t *richText) take(x *xmlReader, kind xmlKind) {
	switch kind {
	case xmlStart:
		switch string(x.name) {
		case "rPh":
			t.reading++
		case "t":
			t.inText, t.start = t.reading == 0, len(t.buf)
			t.keep = string(x.attr("space")) == "preserve"
		}
	case xmlEnd:
		switch string(x.name) {
		case "rPh":
			t.reading = max(0, t.reading-1)
		case "t":
			if t.inText && !t.keep {
				t.trim()
			}
			t.inText = false
		}
	case xmlText:
		if !t.inText {
			return
		}
		if len(t.buf)+len(x.text) > MaxRow {
			t.long = true
			return
		}
		t.buf = append(t.buf, x.text...)
	}
}

// trim takes off what only lays out the XML: white space at the ends that has
// a line end in it. Spaces alone are kept, though Excel drops them: many
// writers forget to say that they want them.
func (t *richText) trim() {
	s := t.buf[t.start:]
	if front := len(s) - len(bytes.TrimLeft(s, " \t\r\n")); bytes.IndexByte(s[:front], '\n') >= 0 {
		s = append(t.buf[:t.start], s[front:]...)[t.start:]
	}
	if body := bytes.TrimRight(s, " \t\r\n"); bytes.IndexByte(s[len(body):], '\n') >= 0 {
		s = body
	}
	t.buf = t.buf[:t.start+len(s)]
}

// bytes is the text, good until reset.
func (t *richText) bytes() []byte { return unescapeST(t.buf) }

// unescapeST replaces the escapes that SpreadsheetML has for characters that
// XML has not: _x000D_ is U+000D (ECMA-376 part 1, 22.9.2.19). It makes sure
// that the text is UTF-8. It writes into b.
func unescapeST(b []byte) []byte {
	if i := bytes.Index(b, []byte("_x")); i >= 0 {
		out := b[:i]
		for i < len(b) {
			u, ok := escapeST(b[i:])
			if !ok {
				out = append(out, b[i])
				i++
				continue
			}
			i += 7
			r := rune(u)
			if utf16.IsSurrogate(r) {
				if low, ok := escapeST(b[i:]); ok && utf16.DecodeRune(r, rune(low)) != utf8.RuneError {
					r = utf16.DecodeRune(r, rune(low))
					i += 7
				}
			}
			out = utf8.AppendRune(out, r)
		}
		b = out
	}
	if !utf8.Valid(b) {
		b = bytes.ToValidUTF8(b, []byte("\uFFFD"))
	}
	return b
}

// escapeST reads an escape such as _x000D_ at the beginning of b.
func escapeST(b []byte) (uint64, bool) {
	if len(b) < 7 || b[0] != '_' || b[1] != 'x' || b[6] != '_' {
		return 0, false
	}
	u, err := strconv.ParseUint(string(b[2:6]), 16, 16)
	return u, err == nil
}
