package sheettest

// sst is the table of shared strings.
type sst struct {
	index map[string]int
	list  []string
	uses  int
}

func (t *sst) add(s string) int {
	t.uses++
	if i, ok := t.index[s]; ok {
		return i
	}
	t.index[s] = len(t.list)
	t.list = append(t.list, s)
	return len(t.list) - 1
}

// write writes the table. Where a record is full, a CONTINUE record goes on;
// inside of characters it says again how wide they are.
func (t *sst) write(s *stream) {
	id := uint16(0x00FC)
	data := append(u32(uint32(t.uses)), u32(uint32(len(t.list)))...)
	flush := func() {
		if id == 0x003C && len(data) == 0 {
			return
		}
		s.record(id, data)
		id, data = 0x003C, nil
	}
	for i, str := range t.list {
		units, wide := encode(str)
		var head, tail []byte
		flags := truth(wide)
		if i%7 == 3 { // formatting runs, as of rich text
			flags |= 8
			tail = append(u16(0, 1), u16(1, 2)...)
			head = u16(2)
		}
		if i%11 == 5 { // readings
			flags |= 4
			tail = append(tail, make([]byte, 10)...)
			head = append(head, u32(10)...)
		}
		head = append(append(u16(len(units)), flags), head...)
		if len(data)+len(head)+2 > maxRecord {
			flush()
		}
		data = append(data, head...)
		width := 1 + int(truth(wide))
		for len(units) > 0 {
			n := min(len(units), (maxRecord-len(data))/width)
			if n == 0 {
				flush()
				data = []byte{truth(wide)}
				continue
			}
			data = appendChars(data, units[:n], wide)
			units = units[n:]
		}
		for len(tail) > 0 {
			n := min(len(tail), (maxRecord-len(data))/4*4) // a run is not split
			if len(tail) < 4 {
				n = min(len(tail), maxRecord-len(data))
			}
			data = append(data, tail[:n]...)
			if tail = tail[n:]; len(tail) > 0 {
				flush()
			}
		}
	}
	flush()
}
