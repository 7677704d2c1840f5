package lexicon

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func example() *Lexicon {
	return New(42, 1000, []Translation{
		{Han: "盐雾", Stems: "salt spray", Latin: "salt spray", Score: 1, Pairs: 12},
		{Han: "管材", Stems: "pipe", Latin: "pipes", Score: 0.5, Pairs: 300},
		{Han: "管材", Stems: "tube", Latin: "tubes", Score: 0.75, Pairs: 2},
	})
}

func TestFile(t *testing.T) {
	l := example()
	b := l.Encode()
	got, err := Decode(b)
	if err != nil {
		t.Fatal(err)
	}
	if got.Revision != 42 || got.Pairs != 1000 || got.Len() != 3 {
		t.Errorf("%+v", got)
	}
	if diff := cmp.Diff([]string{"tubes", "pipes"}, say(got, "管材")); diff != "" {
		t.Error(diff)
	}
	if !bytes.Equal(got.Encode(), b) {
		t.Error("what was read is written otherwise")
	}
	empty, err := Decode(New(0, 0, nil).Encode())
	if err != nil || empty.Len() != 0 {
		t.Errorf("empty: %v", err)
	}
}

func TestDecodeRefuses(t *testing.T) {
	good := example().Encode()
	sealed := func(change func([]byte) []byte) []byte { // with a checksum that fits
		b := change(bytes.Clone(good[:len(good)-4]))
		return binary.LittleEndian.AppendUint32(b, crc32.Checksum(b, castagnoli))
	}
	for _, c := range []struct {
		name string
		file []byte
		want string
	}{
		{"empty", nil, "no lexicon"},
		{"other file", []byte("PK\x03\x04 and more of it"), "no lexicon"},
		{"other version", sealed(func(b []byte) []byte { b[len(magic)] = 9; return b }), "another version"},
		{"a bit", append(append(bytes.Clone(good[:30]), good[30]^1), good[31:]...), "damaged"},
		{"cut off", good[:len(good)-9], "damaged"},
		{"cut off and sealed", sealed(func(b []byte) []byte { return b[:len(b)-9] }), "not whole"},
		{"longer", sealed(func(b []byte) []byte { return append(b, 0) }), "not whole"},
		{"a count without end", sealed(func(b []byte) []byte {
			return binary.AppendUvarint(append(b[:len(magic)+1], 0, 0), 1<<40)
		}), "not whole"},
	} {
		_, err := Decode(c.file)
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "index rebuild") {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(example().Encode()[:60])
	f.Add([]byte(magic + "\x01\x00\x00\x01\x03abc"))
	f.Fuzz(func(t *testing.T, body []byte) {
		b := binary.LittleEndian.AppendUint32(bytes.Clone(body), crc32.Checksum(body, castagnoli))
		l, err := Decode(b)
		if err != nil {
			return
		}
		for _, x := range l.list {
			if len(l.OfHan(x.Han)) == 0 || len(l.OfStems(x.Stems)) == 0 {
				t.Fatalf("%+v is not found", x)
			}
		}
		if _, err := Decode(l.Encode()); err != nil {
			t.Fatal(err)
		}
	})
}
