package suggest

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"testing"
)

// FuzzRead reads files that are damaged, with checksums that are right: no
// look-up in what is taken may go astray.
func FuzzRead(f *testing.F) {
	var file bytes.Buffer
	if err := counted(f, "质量管理体系 要求|LED lamps", "-钢管").Write(&file); err != nil {
		f.Fatal(err)
	}
	f.Add(file.Bytes()[len(magic) : file.Len()-4])
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, body []byte) {
		data := append([]byte(magic), body...)
		data = binary.LittleEndian.AppendUint32(data, crc32.Checksum(data, castagnoli))
		table, err := Read(bytes.NewReader(data))
		if err != nil {
			return
		}
		set := Set{Base: table}
		for _, by := range []By{ByText, BySound, ByInitials} {
			for _, prefix := range []string{"质", "z", "zhiliang", "l", "\xff"} {
				set.Best(by, prefix, false, 10)
				set.Best(by, prefix, true, 10)
			}
		}
		set.Spoken([]string{"zhi", "liang"})
		table.Bytes()
	})
}
