package sheet

import "strings"

// builtinDate says whether a built-in number format shows a date or a time:
// ECMA-376 part 1, 18.8.30, with those of the Chinese and Japanese editions.
func builtinDate(id int) bool {
	return id >= 14 && id <= 22 || id >= 27 && id <= 36 || id >= 45 && id <= 47 || id >= 50 && id <= 58
}

// customDate says whether a number format of the workbook's own shows a date:
// whether a y, m, d, h or s of its first section is more than a literal. A time
// that runs on, [h]:mm, is an amount and not a date.
func customDate(code string) bool {
	if low := strings.ToLower(code); low == "general" || low == "standard" {
		return false
	}
	found := false
	for i := 0; i < len(code); i++ {
		switch code[i] {
		case ';':
			return found
		case '"':
			end := strings.IndexByte(code[i+1:], '"')
			if end < 0 {
				return found
			}
			i += end + 1
		case '[':
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				return found
			}
			if strings.Trim(strings.ToLower(code[i+1:i+end]), "hms") == "" && end > 1 {
				return false
			}
			i += end
		case '\\', '_', '*': // the next character is shown, a gap, or repeated
			i++
		case 'y', 'Y', 'm', 'M', 'd', 'D', 'h', 'H', 's', 'S':
			found = true
		case 'g', 'G': // "General" among other things, or a Japanese era
			if len(code)-i >= 7 && strings.EqualFold(code[i:i+7], "general") {
				i += 6
			}
		}
	}
	return found
}

// formats says which cell formats (XF) of a workbook show dates.
type formats struct {
	custom map[int]string // by number format id
	ids    []int          // number format ids by XF
	dates  []bool         // by XF; made by settle
}

func (f *formats) settle() {
	f.dates = make([]bool, len(f.ids))
	for i, id := range f.ids {
		if code, ok := f.custom[id]; ok {
			f.dates[i] = customDate(code)
		} else {
			f.dates[i] = builtinDate(id)
		}
	}
}

// date says whether the XF of a number shows a date.
func (f *formats) date(xf int) bool { return xf >= 0 && xf < len(f.dates) && f.dates[xf] }

// numberCell is the cell of a number.
func numberCell(v float64, date, from1904 bool) Cell {
	if date {
		if s, ok := serialDate(v, from1904); ok {
			return Cell{Text: s, Kind: Date}
		}
	}
	return Cell{Text: string(decimal(nil, v)), Kind: Number}
}
