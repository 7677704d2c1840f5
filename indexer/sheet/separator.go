package sheet

import (
	"math"
	"strings"
	"unicode/utf8"

	"chabiao/corpus"
)

// separators are told from a file, in the order in which they are preferred
// when the file fits several. Others, such as the full-width comma, must be
// asked for: they are common inside titles.
var separators = []string{",", "\t", ";", "|"}

// sampleRecords is how many records the separator is told from.
const sampleRecords = 200

var separatorNames = map[string]string{"tab": "\t", `\t`: "\t", "comma": ",", "semicolon": ";", "pipe": "|"}

// CheckSeparator is the separator that Options.Separator means; empty when it
// is to be told from the file.
func CheckSeparator(name string) (string, error) {
	if sep, ok := separatorNames[strings.ToLower(name)]; ok {
		return sep, nil
	}
	if name == "" || utf8.RuneCountInString(name) == 1 && utf8.ValidString(name) && !strings.ContainsAny(name, "\"\r\n\x00\ufeff") {
		return name, nil
	}
	return "", corpus.Errorf(corpus.InvalidArgument, "%w: %q", ErrSeparator, name).
		WithHint(`give one character such as "," ";" "|" "，", or tab, or leave it out to have it told from the file`).
		WithZH("“%s”不能作分隔符。请用一个字符或 tab，或留空由文件判断。", name).WithField("separator")
}

// declared is the separator that a first line such as sep=; names, as Excel
// writes it; empty if there is none.
func declared(head string) string {
	line, _, _ := strings.Cut(head, "\n")
	line = strings.Trim(strings.TrimRight(line, "\r"), `"`)
	if len(line) < 5 || !strings.EqualFold(line[:4], "sep=") {
		return ""
	}
	sep, err := CheckSeparator(line[4:])
	if err != nil {
		return ""
	}
	return sep
}

// detect is the separator that cuts the records of the head most evenly into
// the most cells. Banner rows and stray separators cost it little.
func detect(head []byte, final, cr bool) string {
	best, bestScore := separators[0], 0.0
	for _, sep := range separators {
		if score := evenness(newDialect(sep, cr), head, final); score > bestScore {
			best, bestScore = sep, score
		}
	}
	return best
}

// evenness is the square of the share of records with the commonest number of
// cells, times the logarithm of that number. Records whose quotes do not fit
// the separator have no part in the share.
func evenness(d *dialect, head []byte, final bool) float64 {
	counts := map[int]int{}
	var rec record
	records := 0
	for records < sampleRecords && len(head) > 0 && d.parse(head, final, &rec) {
		for _, c := range rec.cells {
			if c.end > c.start {
				if !rec.liberal && rec.unclosed == 0 {
					counts[rec.columns]++
				}
				records++
				break
			}
		}
		head = head[rec.size:]
	}
	mode := 1
	for columns, n := range counts {
		if n > counts[mode] || n == counts[mode] && columns > mode {
			mode = columns
		}
	}
	if records == 0 {
		return 0
	}
	share := float64(counts[mode]) / float64(records)
	return share * share * math.Log2(float64(mode))
}
