package columns

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"

	"chabiao/corpus/han"
)

//go:embed headings.tsv
var headingsTable string

// meaning is a field that a heading may mean.
type meaning struct {
	field string // a name from Fields, "" for extra, "-" for ignored
	doubt bool   // the cells must look like it
}

// headings maps folded headings to what they may mean, most likely first.
var headings = sync.OnceValue(func() map[string][]meaning {
	m := make(map[string][]meaning, 1400)
	add := func(field, heading string, doubt bool) {
		key := foldHeading(heading)
		for _, have := range m[key] {
			if have.field == field {
				return
			}
		}
		if key != "" {
			m[key] = append(m[key], meaning{field, doubt})
		}
	}
	for line := range strings.Lines(headingsTable) {
		cells := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		if cells[0] == "" || cells[0][0] == '#' || len(cells) < 2 {
			continue
		}
		field, doubt := strings.CutSuffix(cells[0], "?")
		if field == "+" {
			field = ""
		}
		for _, h := range cells[1:] {
			add(field, h, doubt)
		}
	}
	for _, f := range fields {
		add(f.Name, f.Name, false)
	}
	return m
})

// foldHeading folds what does not count in a heading: width, case,
// traditional characters, spaces, line ends, punctuation and brackets.
func foldHeading(s string) string {
	const longest = 200 // bytes; a heading is a few words
	if len(s) > longest {
		return ""
	}
	s = han.Fold(s)
	out := make([]byte, 0, len(s))
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			out = append(out, string(r)...)
		}
	}
	return string(out)
}

// remarks are what headings have in brackets or at the end for the person who
// fills the form in.
var remarks = []string{"必填", "必填项", "选填", "可选", "必选", "非必填", "required", "mandatory", "optional", "yyyymmdd", "yyyymm", "yyyy", "年月日", "ddmmyyyy", "mmddyyyy", "请填写", "下拉选择", "页", "可多个", "多个用分号隔开", "多值", "单位页", "格式yyyymmdd", "例20161230"}

// lookup finds what a heading may mean: as a whole, else without what stands
// in brackets, else by the part in Chinese or the part in Latin letters of a
// heading in two languages.
func lookup(heading string) []meaning {
	if trim(heading) == "#" {
		return []meaning{{field: Ignored}}
	}
	if field := strings.ToLower(trim(heading)); strings.HasPrefix(field, "title_") || strings.HasPrefix(field, "abstract_") {
		if _, lang, ok := roleOf(field); ok && len(lang) <= len("fas") {
			return []meaning{{field: field}} // in any language: title_es
		}
	}
	table := headings()
	for _, form := range headingForms(heading) {
		if found := table[form]; found != nil {
			return found
		}
	}
	return nil
}

// headingForms are the folded forms under which a heading is looked for, in
// that order.
func headingForms(heading string) []string {
	whole := foldHeading(heading)
	if whole == "" {
		return nil
	}
	forms := []string{whole}
	for _, r := range remarks {
		if cut, ok := strings.CutSuffix(whole, r); ok && cut != "" {
			forms = append(forms, cut)
		}
		if cut, ok := strings.CutPrefix(whole, r); ok && cut != "" {
			forms = append(forms, cut)
		}
	}
	if outside := foldHeading(cutBrackets(heading)); outside != "" && outside != whole {
		forms = append(forms, outside)
	}
	if first, _, ok := strings.Cut(strings.TrimSpace(heading), "\n"); ok {
		forms = append(forms, foldHeading(first))
	}
	// A group and its member, as a header over two rows is shown: 日期 发布.
	if group, member, ok := strings.Cut(strings.TrimSpace(heading), " "); ok && hasHan(group) && hasHan(member) {
		forms = append(forms, foldHeading(member+group), foldHeading(member))
	}
	// In two languages: 标准编号 Standard No.
	var chinese, latin []byte
	for _, r := range whole {
		if unicode.Is(unicode.Han, r) {
			chinese = append(chinese, string(r)...)
		} else if unicode.IsLetter(r) {
			latin = append(latin, string(r)...)
		}
	}
	if len(chinese) >= len("状态") && len(latin) > 2 {
		forms = append(forms, string(chinese), string(latin))
	}
	return forms
}

// cutBrackets takes brackets and what stands in them out of a text.
func cutBrackets(s string) string {
	var out strings.Builder
	depth := 0
	for _, r := range s {
		switch r {
		case '(', '（', '[', '【', '〔', '{':
			depth++
		case ')', '）', ']', '】', '〕', '}':
			depth = max(0, depth-1)
		default:
			if depth == 0 {
				out.WriteRune(r)
			}
		}
	}
	return out.String()
}

// sure reports whether a heading means one of its fields whatever stands
// below.
func sure(m []meaning) bool {
	return slices.ContainsFunc(m, func(m meaning) bool { return !m.doubt })
}
