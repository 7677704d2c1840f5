package jsonrows

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// sample is how much text, from the first byte that is not ASCII, decides
// between UTF-8 and GB18030.
const sample = 64 << 10

// Text gives the text of r, in any encoding that Rows reads, in UTF-8 without
// a byte order mark. UTF-16 is told by its mark, or by the zero byte beside
// the first character. An error of r comes when that place is read.
func Text(r io.Reader) io.Reader {
	br := bufio.NewReaderSize(r, sample)
	head, _ := br.Peek(3)
	utf16 := func(e unicode.Endianness) io.Reader {
		return transform.NewReader(br, unicode.UTF16(e, unicode.UseBOM).NewDecoder())
	}
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		_, _ = br.Discard(3)
		return br // said to be UTF-8; rows that are not are told one by one
	case bytes.HasPrefix(head, []byte("\xff\xfe")), len(head) > 1 && head[0] != 0 && head[1] == 0:
		return utf16(unicode.LittleEndian)
	case bytes.HasPrefix(head, []byte("\xfe\xff")), len(head) > 1 && head[0] == 0 && head[1] != 0:
		return utf16(unicode.BigEndian)
	}
	return &sniffer{br: br}
}

// sniffer passes ASCII through and decides for the whole rest at the first
// byte that is not ASCII: there a character of either encoding begins.
type sniffer struct {
	br  *bufio.Reader
	out io.Reader // set once decided
}

func (s *sniffer) Read(p []byte) (int, error) {
	if s.out != nil {
		return s.out.Read(p)
	}
	head, err := s.br.Peek(1)
	if len(head) == 0 {
		return 0, err
	}
	head, _ = s.br.Peek(s.br.Buffered())
	if n := ascii(head); n > 0 {
		n = copy(p, head[:n])
		_, err := s.br.Discard(n)
		return n, err
	}
	head, _ = s.br.Peek(sample) // an error comes again when it is read
	s.out = s.br
	if isGB18030(head) {
		s.out = transform.NewReader(s.br, simplifiedchinese.GB18030.NewDecoder())
	}
	return s.out.Read(p)
}

// ascii is how many bytes p begins with that are ASCII.
func ascii(p []byte) int {
	n := 0
	for len(p)-n >= 8 && binary.LittleEndian.Uint64(p[n:])&0x8080808080808080 == 0 {
		n += 8
	}
	for n < len(p) && p[n] < utf8.RuneSelf {
		n++
	}
	return n
}

// isGB18030 reports whether p, which begins with a byte that is not ASCII, is
// GB18030 rather than UTF-8 with some damage. Chinese in GB18030 read as UTF-8
// is wrong at nearly every character; a damaged file only here and there.
func isGB18030(p []byte) bool {
	good, bad := 0, 0
	for i := 0; i < len(p); {
		if p[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(p[i:])
		if r == utf8.RuneError && size == 1 {
			if !utf8.FullRune(p[i:]) {
				break // cut off by the end of the sample
			}
			bad++
		} else {
			good++
		}
		i += size
	}
	if bad == 0 || bad*4 < good {
		return false
	}
	text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(p)
	if err != nil {
		return false
	}
	wrong := bytes.Count(text, []byte("\ufffd"))
	han := 0
	for _, r := range string(text) {
		if r >= 0x3000 && r < 0xa000 {
			han++
		}
	}
	return wrong*4 <= han
}

// describe names the character that p begins with.
func describe(p []byte) string {
	r, size := utf8.DecodeRune(p)
	if r == utf8.RuneError && size <= 1 {
		return fmt.Sprintf("byte 0x%02x", p[0])
	}
	return fmt.Sprintf("%q", r)
}
