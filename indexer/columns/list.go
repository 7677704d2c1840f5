package columns

import (
	"strings"
	"unicode/utf8"
)

// List cuts the cell of a list into its items: at ； ; | 、 ， and line ends, at
// commas and spaces where they separate, never inside brackets, numbers or a
// company's name. field is a name from Fields and says how to cut. Items that
// say nothing are left out.
func List(text, field string) []string {
	r, _, _ := roleOf(field)
	switch r {
	case roleReplaces, roleReplacedBy, roleReferences:
		list, _ := Numbers(text)
		return list
	case roleAdopts:
		list, _ := Adoptions(text)
		var out []string
		for _, a := range list {
			out = append(out, a.Number)
		}
		return out
	case roleICS:
		codes, _ := ICS(text, 0)
		return codes
	case roleCCS:
		codes, _ := CCS(text)
		return codes
	}
	return words(text, r)
}

// words cuts a list of names or words.
func words(text string, r role) []string {
	if !hasSeparator(text) {
		if text = line(trim(text)); Blank(text) {
			return nil
		}
		return []string{text}
	}
	const longest = 200_000 // bytes
	if len(text) > longest {
		text = strings.ToValidUTF8(text[:longest], "")
	}
	text, _ = unescape(text)
	separators := "；;|\n\t"
	if r != roleCommittee || !strings.ContainsAny(text, separators) && everyBody(text) {
		separators += "，、" // 消防器具、配件分会 is one committee
	}
	var out []string
	for _, piece := range pieces(text, separators) {
		for _, item := range finer(line(piece), r) {
			if item = strings.Trim(item, " "); !Blank(item) {
				out = append(out, item)
			}
		}
	}
	return out
}

// hasSeparator reports whether a text has anything that words looks at: a
// space, a separator, HTML.
func hasSeparator(s string) bool {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c <= ' ', c == ',', c == ';', c == '|', c == '/', c == '&', c == '<', c == '+':
			return true
		case c == 0xe3 && i+1 < len(s) && s[i+1] == 0x80, c == 0xef && i+1 < len(s) && s[i+1] == 0xbc: // 、 and U+3000; ，；
			return true
		}
	}
	return false
}

// finer cuts a piece at the separators that are also parts of names: commas,
// slashes, spaces.
func finer(s string, r role) []string {
	switch {
	case strings.Contains(s, ",") && (r == roleKeywords || r == roleLanguage || commaSeparates(s)):
		return strings.Split(s, ",")
	case r == roleLanguage:
		return strings.FieldsFunc(s, func(c rune) bool { return strings.ContainsRune(" /+&和及", c) })
	case strings.Contains(s, "/") && hanAround(s, "/"):
		return strings.Split(s, "/")
	case strings.Contains(s, " ") && spacesSeparate(s, r):
		return strings.Fields(s)
	}
	if r == roleDrafters && strings.Contains(s, " ") && utf8.RuneCountInString(s) == 3 && onlyHan(strings.ReplaceAll(s, " ", "")) {
		return []string{strings.ReplaceAll(s, " ", "")} // 张 三
	}
	return []string{s}
}

// commaSeparates reports whether the commas of a text stand between names in
// Chinese; in "Co., Ltd." they are parts of one.
func commaSeparates(s string) bool {
	for part := range strings.SplitSeq(s, ",") {
		if !hasHan(part) && trim(part) != "" {
			return false
		}
	}
	return true
}

// hanAround reports whether every separator has Chinese on both sides.
func hanAround(s, sep string) bool {
	parts := strings.Split(s, sep)
	for i, p := range parts {
		p = strings.TrimSpace(p)
		if p == "" || i > 0 && !isHan(firstRune(p)) || i < len(parts)-1 && !isHan(lastRune(p)) {
			return false
		}
	}
	return true
}

func onlyHan(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool { return !isHan(r) && r != '·' }) < 0
}

// bodyEndings end the names of organizations.
var bodyEndings = []string{"公司", "院", "所", "会", "局", "厂", "大学", "学院", "中心", "集团", "部", "委", "站", "社", "室", "厅", "处", "司", "馆", "校", "医院", "基地", "联盟", "办公室"}

// spacesSeparate reports whether the spaces of a text separate its items:
// names of bodies, of people, or keywords, all in Chinese.
func spacesSeparate(s string, r role) bool {
	items := strings.Fields(s)
	bodies, people := true, true
	for _, item := range items {
		if !onlyHan(item) {
			return false
		}
		n := utf8.RuneCountInString(item)
		people = people && n >= 2 && n <= 4
		bodies = bodies && n >= 4 && endsAsBody(item)
	}
	switch r {
	case roleKeywords:
		return true
	case roleDrafters:
		return bodies || people
	case roleCommittee:
		return bodies
	}
	return false
}

// everyBody reports whether every part of a text between ，and 、 ends as the
// name of an organization does, and is as long as one.
func everyBody(s string) bool {
	for _, part := range pieces(s, "，、") {
		part = line(trim(cutBrackets(part)))
		if utf8.RuneCountInString(part) < 5 || !endsAsBody(part) {
			return false
		}
	}
	return true
}

func endsAsBody(s string) bool {
	for _, e := range bodyEndings {
		if strings.HasSuffix(s, e) {
			return true
		}
	}
	return false
}

// languages are the words for languages, folded, and their codes.
var languages = map[string]string{
	"中文": "zh", "汉语": "zh", "汉文": "zh", "简体中文": "zh", "中": "zh", "chinese": "zh", "chi": "zh", "zho": "zh", "zhcn": "zh", "cn": "zh", "中文版": "zh", "繁体中文": "zh",
	"英文": "en", "英语": "en", "英": "en", "english": "en", "eng": "en", "e": "en", "英文版": "en", "anglais": "en", "englisch": "en",
	"法文": "fr", "法语": "fr", "法": "fr", "french": "fr", "fre": "fr", "fra": "fr", "f": "fr", "français": "fr", "francais": "fr", "法文版": "fr",
	"俄文": "ru", "俄语": "ru", "俄": "ru", "russian": "ru", "rus": "ru", "русский": "ru",
	"德文": "de", "德语": "de", "德": "de", "german": "de", "ger": "de", "deu": "de", "deutsch": "de", "德文版": "de",
	"日文": "ja", "日语": "ja", "日": "ja", "日本语": "ja", "日本語": "ja", "japanese": "ja", "jpn": "ja", "jp": "ja",
	"西班牙文": "es", "西班牙语": "es", "spanish": "es", "spa": "es", "español": "es",
	"阿拉伯文": "ar", "阿拉伯语": "ar", "arabic": "ar", "韩文": "ko", "韩语": "ko", "korean": "ko", "葡萄牙语": "pt", "portuguese": "pt", "意大利语": "it", "italian": "it",
}

// languageCode is the code of a language in any usual word; the word itself
// when it is not known.
func languageCode(word string) string {
	if len(word) == 2 && word[0] >= 'a' && word[0] <= 'z' && word[1] >= 'a' && word[1] <= 'z' && languages[word] == "" {
		return word
	}
	if code, ok := languages[foldHeading(word)]; ok {
		return code
	}
	return word
}
