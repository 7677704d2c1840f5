package lexicon

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"math"
	"unicode/utf8"

	"chabiao/corpus"
)

// The file is a line that says what it is, the version, the revision, the number
// of pairs and that of translations, each translation's texts behind their
// lengths with its score and pairs, and a CRC-32C of all that. Numbers are
// varints, least byte first; the score is in steps of 1/65535.
const (
	magic   = "chabiao lexicon\n"
	version = 1

	// MaxFile is the size of a lexicon file in bytes, at the most.
	MaxFile = 32 << 20
	maxText = 512 // bytes of a text
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Encode writes a lexicon as a file.
func (l *Lexicon) Encode() []byte {
	b := append([]byte(magic), version)
	b = binary.AppendUvarint(b, uint64(max(l.Revision, 0)))
	b = binary.AppendUvarint(b, uint64(max(l.Pairs, 0)))
	b = binary.AppendUvarint(b, uint64(len(l.list)))
	for i := range l.list {
		t := &l.list[i]
		for _, s := range []string{t.Han, t.Stems, t.Latin} {
			b = binary.AppendUvarint(b, uint64(len(s)))
			b = append(b, s...)
		}
		b = binary.LittleEndian.AppendUint16(b, uint16(math.Round(float64(t.Score)*math.MaxUint16)))
		b = binary.AppendUvarint(b, uint64(max(t.Pairs, 0)))
	}
	return binary.LittleEndian.AppendUint32(b, crc32.Checksum(b, castagnoli))
}

// Decode reads a file. One that is damaged or of another version is an error; a
// lexicon can be learnt anew.
func Decode(b []byte) (*Lexicon, error) {
	fault := func(what string) error {
		return corpus.Errorf(corpus.Internal, "lexicon: %s", what).WithHint("'chabiao index rebuild' learns it anew")
	}
	body, ok := bytes.CutPrefix(b, []byte(magic))
	if !ok || len(body) < 5 || len(b) > MaxFile {
		return nil, fault("this is no lexicon file")
	}
	if body[0] != version {
		return nil, fault("the file is of another version")
	}
	end := len(b) - 4
	if crc32.Checksum(b[:end], castagnoli) != binary.LittleEndian.Uint32(b[end:]) {
		return nil, fault("the file is damaged: its checksum is wrong")
	}
	d := decoder{rest: body[1 : len(body)-4]}
	revision, pairs, n := d.number(math.MaxInt64), d.number(math.MaxInt32), d.number(MaxFile)
	var list []Translation
	for i := uint64(0); i < n && !d.bad; i++ {
		t := Translation{Han: d.text(), Stems: d.text(), Latin: d.text()}
		t.Score = float32(d.score()) / math.MaxUint16
		t.Pairs = int(d.number(math.MaxInt32))
		list = append(list, t)
	}
	if d.bad || len(d.rest) > 0 {
		return nil, fault("the file is not whole")
	}
	return New(int64(revision), int(pairs), list), nil
}

// decoder reads values from the front of rest until something is wrong.
type decoder struct {
	rest []byte
	bad  bool
}

func (d *decoder) number(most uint64) uint64 {
	v, n := binary.Uvarint(d.rest)
	if d.bad || n <= 0 || v > most {
		d.bad = true
		return 0
	}
	d.rest = d.rest[n:]
	return v
}

func (d *decoder) text() string {
	n := d.number(maxText)
	if d.bad || n > uint64(len(d.rest)) || !utf8.Valid(d.rest[:n]) {
		d.bad = true
		return ""
	}
	s := string(d.rest[:n])
	d.rest = d.rest[n:]
	return s
}

func (d *decoder) score() uint16 {
	if d.bad || len(d.rest) < 2 {
		d.bad = true
		return 0
	}
	v := binary.LittleEndian.Uint16(d.rest)
	d.rest = d.rest[2:]
	return v
}
