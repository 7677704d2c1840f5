package suggest

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"slices"

	"chabiao/corpus"
)

// A file holds a table: the magic, then sections, each behind its length in
// bytes (32 bits, little endian as all numbers), then a CRC-32C of all that.
// The magic ends in the version of the format and of what decides which terms
// there are; files of another version are refused.
const magic = "chabiao words 1\n"

// maxFile bounds what is read, in bytes.
const maxFile = 256 << 20

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Write writes the table.
func (t *Table) Write(w io.Writer) error {
	b := []byte(magic)
	section := func(data []byte) {
		b = binary.LittleEndian.AppendUint32(b, uint32(len(data)))
		b = append(b, data...)
	}
	numbers := func(list []uint32) {
		b = binary.LittleEndian.AppendUint32(b, uint32(4*len(list)))
		for _, n := range list {
			b = binary.LittleEndian.AppendUint32(b, n)
		}
	}
	flags := func(list []bool) {
		data := make([]byte, len(list))
		for i, on := range list {
			if on {
				data[i] = 1
			}
		}
		section(data)
	}
	head := binary.LittleEndian.AppendUint64(nil, uint64(t.Revision))
	section(binary.LittleEndian.AppendUint32(head, t.Counted))
	section([]byte(t.Generation))
	flags([]bool{t.Whole})
	numbers(t.terms.titles)
	numbers(t.terms.inForce)
	numbers(t.terms.weight)
	flags(t.terms.word)
	for i := range t.keys {
		section([]byte(t.keys[i].blob))
		numbers(t.keys[i].offs)
		numbers(t.keys[i].ids)
	}
	var ids []uint32
	for id := range t.shown {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	numbers(ids)
	for _, id := range ids {
		section([]byte(t.shown[id]))
	}
	_, err := w.Write(binary.LittleEndian.AppendUint32(b, crc32.Checksum(b, castagnoli)))
	return err
}

// Read reads a table that Write has written. What is damaged, or of another
// version, is an error: count the titles anew.
func Read(r io.Reader) (_ *Table, err error) {
	defer corpus.Wrap(&err, "read the table of words")
	data, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return nil, err
	}
	end := len(data) - 4
	if end < len(magic) || len(data) > maxFile || !bytes.HasPrefix(data, []byte(magic)) {
		return nil, errors.New("it is of another version, or none")
	}
	if crc32.Checksum(data[:end], castagnoli) != binary.LittleEndian.Uint32(data[end:]) {
		return nil, errors.New("its checksum is wrong")
	}
	d := decoder{rest: data[len(magic):end]}
	t := &Table{shown: make(map[uint32]string)}
	if head := d.section(); len(head) == 12 {
		t.Revision, t.Counted = int64(binary.LittleEndian.Uint64(head)), binary.LittleEndian.Uint32(head[8:])
	}
	t.Generation = string(d.section())
	t.Whole = slices.Contains(d.flags(), true)
	t.terms = columns{titles: d.numbers(), inForce: d.numbers(), weight: d.numbers(), word: d.flags()}
	for i := range t.keys {
		t.keys[i] = keys{blob: string(d.section()), offs: d.numbers(), ids: d.numbers()}
	}
	for _, id := range d.numbers() {
		t.shown[id] = string(d.section())
	}
	if d.bad || len(d.rest) > 0 {
		return nil, errors.New("it is damaged")
	}
	if err := t.check(); err != nil {
		return nil, err
	}
	t.finish()
	return t, nil
}

// check makes sure that no look-up can go astray.
func (t *Table) check() error {
	n := len(t.terms.titles)
	if len(t.terms.inForce) != n || len(t.terms.weight) != n || len(t.terms.word) != n || t.keys[ByText].len() != n {
		return errors.New("its columns are of different lengths")
	}
	for i := range t.keys {
		k := &t.keys[i]
		if len(k.offs) == 0 || k.offs[0] != 0 || !slices.IsSorted(k.offs) || int(k.offs[len(k.offs)-1]) != len(k.blob) {
			return fmt.Errorf("its keys %d are not in order", i)
		}
		if By(i) == ByText {
			k.ids = nil
			continue
		}
		if len(k.ids) != k.len() || slices.ContainsFunc(k.ids, func(id uint32) bool { return int(id) >= n }) {
			return fmt.Errorf("its keys %d point nowhere", i)
		}
	}
	return nil
}

// decoder reads sections.
type decoder struct {
	rest []byte
	bad  bool
}

func (d *decoder) section() []byte {
	if len(d.rest) < 4 {
		d.bad = true
		return nil
	}
	n := binary.LittleEndian.Uint32(d.rest)
	if uint64(n) > uint64(len(d.rest)-4) {
		d.bad = true
		return nil
	}
	out := d.rest[4 : 4+n]
	d.rest = d.rest[4+n:]
	return out
}

func (d *decoder) numbers() []uint32 {
	data := d.section()
	if len(data)%4 != 0 {
		d.bad = true
		return nil
	}
	if len(data) == 0 {
		return nil
	}
	out := make([]uint32, len(data)/4)
	for i := range out {
		out[i] = binary.LittleEndian.Uint32(data[4*i:])
	}
	return out
}

func (d *decoder) flags() []bool {
	data := d.section()
	out := make([]bool, len(data))
	for i := range data {
		out[i] = data[i] != 0
	}
	return out
}
