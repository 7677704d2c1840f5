package container

import (
	"archive/zip"
	"hash"
	"hash/crc32"
	"io"

	kflate "github.com/klauspost/compress/flate"
)

// unpack reads a zip's member from its packed bytes and checks it. archive/zip
// would do the same, but hides how many packed bytes were taken in, which
// progress and the watch for bombs must know.
func unpack(m *zip.File, packed io.Reader) (io.ReadCloser, error) {
	c := &checked{m: m, h: crc32.NewIEEE()}
	switch m.Method {
	case zip.Store:
		c.ReadCloser = io.NopCloser(packed)
	case zip.Deflate:
		c.ReadCloser = kflate.NewReader(packed)
	default:
		return nil, zip.ErrAlgorithm
	}
	return c, nil
}

// checked holds a member to the size and checksum that the directory gives.
type checked struct {
	io.ReadCloser
	m *zip.File
	h hash.Hash32
	n uint64
}

func (c *checked) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	c.h.Write(p[:n])
	c.n += uint64(n)
	if err == io.EOF {
		switch {
		case c.n < c.m.UncompressedSize64:
			err = io.ErrUnexpectedEOF
		case c.m.CRC32 != 0 && c.h.Sum32() != c.m.CRC32: // some streaming writers leave it out
			err = zip.ErrChecksum
		}
	}
	return n, err
}
