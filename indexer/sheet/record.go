package sheet

import "strings"

// Record is the cells' text as one CSV record (RFC 4180), without a line end:
// what stands for the source row of a workbook. Reading it back gives the same
// cells.
func Record(cells []Cell) []byte {
	n := len(cells)
	for _, c := range cells {
		n += len(c.Text) + 2
	}
	out := make([]byte, 0, n)
	for i, c := range cells {
		if i > 0 {
			out = append(out, ',')
		}
		if !strings.ContainsAny(c.Text, ",\"\r\n") {
			out = append(out, c.Text...)
			continue
		}
		out = append(out, '"')
		for {
			before, after, more := strings.Cut(c.Text, `"`)
			out = append(out, before...)
			if !more {
				break
			}
			out = append(out, `""`...)
			c.Text = after
		}
		out = append(out, '"')
	}
	return out
}
