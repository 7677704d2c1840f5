package jsonrows

import "io"

// chunk is how much is read at a time.
const chunk = 256 << 10

// window holds the part of the text that is being looked at. What was
// consumed is never overwritten, so slices of it can be handed out.
type window struct {
	r   io.Reader
	buf []byte
	pos int   // buf[pos:] is not consumed yet
	err error // what reading ended with
}

func (w *window) rest() []byte { return w.buf[w.pos:] }

// more reads on behind the rest; false when there is nothing more.
func (w *window) more() bool {
	if w.err != nil {
		return false
	}
	if cap(w.buf)-len(w.buf) < chunk/8 {
		rest := w.rest()
		// Doubling keeps the copying of one long row linear.
		w.buf = append(make([]byte, 0, max(chunk, 2*len(rest))), rest...)
		w.pos = 0
	}
	for range 100 {
		n, err := w.r.Read(w.buf[len(w.buf):cap(w.buf)])
		w.buf = w.buf[:len(w.buf)+n]
		if err != nil {
			w.err = err
		}
		if n > 0 || err != nil {
			return n > 0
		}
	}
	w.err = io.ErrNoProgress
	return false
}

// ahead reads until n bytes, or all there are, stand in the rest.
func (w *window) ahead(n int) []byte {
	for len(w.rest()) < n && w.more() {
	}
	return w.rest()[:min(n, len(w.rest()))]
}
