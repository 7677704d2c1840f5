package number

import "strings"

// reportWords are the words inside the report numbers of NIST and NBS, as its
// publication identifier syntax spells them, behind the spellings of older
// lists.
var reportWords = map[string]string{
	"SUPP": "SUP", "SUPPL": "SUP", "SUP": "SUP", "SUPPLEMENT": "SUP", "P": "PT", "PT": "PT", "PART": "PT", "R": "R", "REV": "R",
	"V": "VER", "VER": "VER", "E": "E", "ED": "E", "N": "N", "ADD": "ADD", "ADDE": "ADD", "UPD": "UPD", "ERR": "ERR", "INDEX": "INDEX", "SEC": "SEC",
}

// reportSlots is the order of these words, whatever order they were written
// in.
var reportSlots = [...]string{"PT", "VER", "N", "R", "E", "SUP", "ADD", "UPD", "ERR", "SEC", "INDEX"}

// appendReport writes what follows the serial of a report number one way:
// parts first, then each word with its number in a fixed order.
func (n Number) appendReport(b []byte) []byte {
	s := n.letters + n.parts + n.ranged
	var slots [len(reportSlots)]string
	count := 0
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case isDigit(c):
			end := skipDigits(s, i)
			if i > 0 && s[i-1] == '-' || i == 0 {
				count++
				b = append(b, '-')
			} else if i > 0 && !isAlnum(s[i-1]) {
				b = append(b, s[i-1])
			}
			b = append(b, trimZeros(s[i:end])...)
			i = end
		case isLetter(c):
			end := skipLetters(s, i)
			word := strings.ToUpper(s[i:end])
			if len(word) == 2 && word[0] == 'U' && i > 0 && isDigit(s[i-1]) {
				word = word[1:] // an update's letter, 304Ua
			}
			slot := reportSlot(reportWords[word])
			if slot < 0 {
				b = append(b, word...)
				i = end
				break
			}
			stop := end
			if at(s, stop) == '-' || at(s, stop) == '.' {
				stop++
			}
			digits := dottedDigits(s, stop)
			number := s[stop:digits]
			if number == "" {
				digits = end
				if word == "R" || word == "UPD" || word == "REV" {
					number = "1"
				}
			}
			slots[slot] += number + "!"
			i = digits
		default:
			i++
		}
	}
	for i, v := range slots {
		for number := range strings.SplitSeq(strings.TrimSuffix(v, "!"), "!") {
			if v != "" {
				b = append(append(b, reportSlots[i]...), number...)
			}
		}
	}
	return b
}

func reportSlot(word string) int {
	for i, w := range reportSlots {
		if w == word {
			return i
		}
	}
	return -1
}

// settleReport takes the year out of a report's serial, 126e1987 and
// 54-1e198604, and gives series their present codes.
func (n *Number) settleReport() {
	if strings.EqualFold(n.prefix, "LCIRC") {
		n.prefix = "LC"
	}
	for _, field := range [...]*string{&n.letters, &n.parts} {
		s := *field
		i := strings.LastIndexByte(s, 'e')
		if i < 0 || i > 0 && isLetter(s[i-1]) {
			continue
		}
		end := skipDigits(s, i+1)
		digits := s[i+1 : end]
		if end != len(s) || len(digits) != 4 && len(digits) != 6 || n.year != 0 {
			continue
		}
		if v := value(digits[:4]); v > 1880 && v < 2100 {
			n.year, *field = int16(v), s[:i]
			if len(digits) == 6 {
				n.month = int8(value(digits[4:]))
			}
		}
	}
	if i := strings.LastIndexByte(n.parts, '-'); i >= 0 && n.year == 0 {
		// 130-Apr1986
		s := n.parts[i+1:]
		month, end := monthName(s, 0)
		if v := value(s[end:]); month != 0 && len(s)-end == 4 && v > 1880 && v < 2100 {
			n.year, n.month, n.parts = int16(v), int8(month), n.parts[:i]
		}
	}
	if strings.EqualFold(n.prefix, "IR") && len(n.serial) == 2 && strings.Count(n.parts, "-") == 2 {
		// A third number in a year's series is a part: 85-3273-8.
		i := strings.LastIndexByte(n.parts, '-')
		n.parts = n.parts[:i] + "pt" + n.parts[i+1:]
	}
}
