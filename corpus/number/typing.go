package number

// TypedKey is the loose key in a form whose bytes order as people count:
// "GB 49774". Separators stay as they are, so that different numbers have
// different keys.
func (n Number) TypedKey() string {
	return string(appendCounted(nil, n.LooseKey(), 0))
}

// longerSerials is by how many digits what somebody is typing may still grow.
const longerSerials = 4

// TypedPrefixes are what the typed keys begin with of the numbers that n, not
// typed to its end, may become: in numeric order, n itself first, then those
// whose last digits go on, by one digit more each. "GB/T 190" gives those of
// 190, 1900 to 1909, 19000 to 19099 and so on.
func (n Number) TypedPrefixes() []string {
	key := n.LooseKey()
	if key == "" {
		return nil
	}
	out := []string{n.TypedKey()}
	if !isDigit(key[len(key)-1]) {
		return out
	}
	for more := 1; more <= longerSerials; more++ {
		out = append(out, string(appendCounted(nil, key, more)))
	}
	return out
}

// appendCounted writes s with every run of digits behind a byte that says how
// many they are; the last run, if it ends s, is said to have more.
func appendCounted(b []byte, s string, more int) []byte {
	for i := 0; i < len(s); {
		if !isDigit(s[i]) {
			b = append(b, s[i])
			i++
			continue
		}
		end := skipDigits(s, i)
		count := end - i
		if end == len(s) {
			count += more
		}
		b = append(b, byte('0'+min(count, 70)))
		b = append(b, s[i:end]...)
		i = end
	}
	return b
}
