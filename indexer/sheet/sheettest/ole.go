package sheettest

import (
	"bytes"
	"encoding/binary"
	"io"
	"unicode/utf16"
)

// Numbers of a compound file ([MS-CFB]).
const (
	sector     = 512
	perSector  = sector / 4
	inHeader   = 109 // FAT sectors that the header lists
	miniCutoff = 4096

	free       = 0xFFFFFFFF
	endOfChain = 0xFFFFFFFE
	fatSector  = 0xFFFFFFFD
	difSector  = 0xFFFFFFFC
)

// WriteOLE writes a compound file with one stream in it. Short streams are
// filled up with zeros, so that they need no second kind of sectors.
func WriteOLE(w io.Writer, name string, data []byte) error {
	if len(data) < miniCutoff {
		data = append(data, make([]byte, miniCutoff-len(data))...)
	}
	streamLen := (len(data) + sector - 1) / sector
	fats, difs := 0, 0
	for {
		total := difs + fats + 1 + streamLen
		f := (total + perSector - 1) / perSector
		d := (max(0, f-inHeader) + perSector - 2) / (perSector - 1)
		if f == fats && d == difs {
			break
		}
		fats, difs = f, d
	}
	// Order: DIFAT, FAT, directory, stream.
	fat := make([]uint32, fats*perSector)
	for i := range fat {
		fat[i] = free
	}
	for i := range difs {
		fat[i] = difSector
	}
	for i := range fats {
		fat[difs+i] = fatSector
	}
	dir := difs + fats
	fat[dir] = endOfChain
	for i := range streamLen {
		fat[dir+1+i] = uint32(dir + 2 + i)
	}
	fat[dir+streamLen] = endOfChain

	var out bytes.Buffer
	put := func(v any) { _ = binary.Write(&out, binary.LittleEndian, v) } // a buffer takes all
	put([]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"))
	put([16]byte{})
	put([]uint16{0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0})
	put([]uint32{0, uint32(fats), uint32(dir), 0, miniCutoff, endOfChain, 0})
	if difs > 0 {
		put([]uint32{0, uint32(difs)})
	} else {
		put([]uint32{endOfChain, 0})
	}
	list := make([]uint32, inHeader+difs*(perSector-1))
	for i := range list {
		list[i] = free
		if i < fats {
			list[i] = uint32(difs + i)
		}
	}
	put(list[:inHeader])
	for i := range difs {
		put(list[inHeader+i*(perSector-1):][:perSector-1])
		next := uint32(endOfChain)
		if i+1 < difs {
			next = uint32(i + 1)
		}
		put(next)
	}
	put(fat)
	out.Write(dirEntry("Root Entry", 5, 1, endOfChain, 0))
	out.Write(dirEntry(name, 2, free, uint32(dir+1), len(data)))
	out.Write(dirEntry("", 0, free, 0, 0))
	out.Write(dirEntry("", 0, free, 0, 0))
	out.Write(data)
	out.Write(make([]byte, streamLen*sector-len(data)))
	_, err := w.Write(out.Bytes())
	return err
}

func dirEntry(name string, kind byte, child, start uint32, size int) []byte {
	b := make([]byte, 128)
	units := utf16.Encode([]rune(name))
	for i, u := range units {
		binary.LittleEndian.PutUint16(b[2*i:], u)
	}
	if name != "" {
		binary.LittleEndian.PutUint16(b[64:], uint16(2*len(units)+2))
	}
	b[66], b[67] = kind, 1
	binary.LittleEndian.PutUint32(b[68:], free)
	binary.LittleEndian.PutUint32(b[72:], free)
	binary.LittleEndian.PutUint32(b[76:], child)
	binary.LittleEndian.PutUint32(b[116:], start)
	binary.LittleEndian.PutUint64(b[120:], uint64(size))
	return b
}
