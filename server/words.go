package server

// words are the same in two languages: Chinese, English.
type words [2]string

// in is the text of a language, zh or en.
func (w words) in(lang string) string {
	if lang == "zh" {
		return w[0]
	}
	return w[1]
}
