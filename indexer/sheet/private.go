package sheet

// privateGB is the character of the private use area that a pair of bytes at
// the beginning of b stands for in the user-defined zones of GBK and GB 18030
// (GB 18030-2005, 附录; the code page 936 of Windows has the same). Catalogues
// have such characters for ones that fonts did not have. golang.org/x/text
// takes them for errors. 0 if there is no such pair.
func privateGB(b []byte) rune {
	if len(b) < 2 {
		return 0
	}
	lead, trail := rune(b[0]), rune(b[1])
	switch {
	case lead >= 0xAA && lead <= 0xAF && trail >= 0xA1 && trail <= 0xFE:
		return 0xE000 + (lead-0xAA)*94 + trail - 0xA1
	case lead >= 0xF8 && lead <= 0xFE && trail >= 0xA1 && trail <= 0xFE:
		return 0xE234 + (lead-0xF8)*94 + trail - 0xA1
	case lead >= 0xA1 && lead <= 0xA7 && trail >= 0x40 && trail <= 0xA0 && trail != 0x7F:
		if trail > 0x7F {
			trail--
		}
		return 0xE4C6 + (lead-0xA1)*96 + trail - 0x40
	}
	return 0
}

// beforePrivate is how many bytes of GB 18030 text come before the first
// character that privateGB knows; all if there is none.
func beforePrivate(b []byte) int {
	for i := 0; i < len(b); {
		switch {
		case b[i] < 0x81 || b[i] == 0xFF || i+1 >= len(b):
			i++
		case b[i+1] >= '0' && b[i+1] <= '9': // of four bytes
			i += 4
		case b[i+1] < 0x40 || b[i+1] == 0x7F || b[i+1] == 0xFF:
			i++ // no pair
		case privateGB(b[i:]) != 0:
			return i
		default:
			i += 2
		}
	}
	return len(b)
}
