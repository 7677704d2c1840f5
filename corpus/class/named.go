package class

import (
	"cmp"
	_ "embed"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"chabiao/corpus/han"
)

// NamedPart is one thing that a class is called by: 管接头 of 法兰、管接头及其连接.
type NamedPart struct {
	Name string // folded by han.Fold; a single character where a class is called so (钢)
	Code string
	Lang string // "zh" or "en"
}

// Named lists what the classes of the second and third level are called, one
// component of a name each, in the order of Name, Code and Lang, so that a
// query word that names a class can find its members. Components that name no
// subject by themselves (试验, "other equipment") are left out, and so are
// modifiers of a noun that only the last component has (通风 of
// 通风、空调和照明设备). One name may stand for several classes. The slice is
// shared: it must not be changed.
func Named(s Scheme) []NamedPart { return namedParts()[s] }

var namedParts = sync.OnceValue(func() map[Scheme][]NamedPart {
	return map[Scheme][]NamedPart{ICS: partsOf(ICS, trees()[ICS]), CCS: partsOf(CCS, trees()[CCS])}
})

// vocabularies of fields: their names are those of the fields, and a word that
// names a field does not ask for its vocabularies.
const vocabularies = "01.040"

// mostFields is in how many fields of a scheme a name may stand and still name
// a subject: 技术管理 is a class in every field of CCS.
const mostFields = 5

func partsOf(s Scheme, t *tree) []NamedPart {
	var out []NamedPart
	fields := make(map[string]map[string]bool) // of each name
	for code, n := range t.nodes {
		if n.Level < 2 || s == ICS && n.Parent == vocabularies {
			continue
		}
		for _, in := range []struct{ lang, name string }{{"zh", n.NameZH}, {"en", n.NameEN}} {
			for _, part := range components(in.name) {
				out = append(out, NamedPart{Name: part, Code: code, Lang: in.lang})
				if fields[part] == nil {
					fields[part] = make(map[string]bool)
				}
				fields[part][t.top(n)] = true
			}
		}
	}
	out = slices.DeleteFunc(out, func(p NamedPart) bool { return len(fields[p.Name]) > mostFields })
	slices.SortFunc(out, func(a, b NamedPart) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.Code, b.Code), strings.Compare(a.Lang, b.Lang))
	})
	return slices.Compact(out)
}

// top is the code of the field that a class stands in.
func (t *tree) top(n Node) string {
	for range 2 { // no class is deeper than level 3
		if above, ok := t.nodes[n.Parent]; ok {
			n = above
		}
	}
	return n.Code
}

var (
	// bracketed is what stands in brackets, with a character of what follows.
	bracketed = regexp.MustCompile(`\(([^()]*)\)\s*([^\s、,;.]?)`)
	// sentences of an English name end with a full stop; what follows it is another subject.
	sentenceEnd = regexp.MustCompile(`[.;](?:\s+|$)`)
	listed      = regexp.MustCompile(`[、,]`)
	// rest is the end of a component that only widens it.
	rest = regexp.MustCompile(`(?:[和及与](?:其他|其它|其|相关|有关)[^用]*| and (?:other|related|relevant|derived|similar|their) .*|\s*综合| in general)$`)
	// others is in what names the rest.
	others = regexp.MustCompile(`^(?:有关|other |others$|miscellaneous )|其他|其它`)
	// shared is in the last component of a list whose noun those before it share.
	shared = regexp.MustCompile(`[和与及的]|(?:^| )and `)
	// within ties a noun to what stands on its other side.
	within = regexp.MustCompile(`[用的]| (?:of|for|in|to|with) `)
	// lead begins an English list whose first component has the noun for all.
	lead = regexp.MustCompile(` (?:of|for|in) `)
	and  = regexp.MustCompile(`[和与及]| and `)
	// aside is what brackets say that is no other name.
	aside = regexp.MustCompile(`[和与及]|的$|^[包不含]| and |^(?:including|except) `)
)

// components cuts a name into what it names.
func components(name string) []string {
	name = han.Fold(name)
	var more []string
	name = bracketed.ReplaceAllStringFunc(name, func(s string) string {
		m := bracketed.FindStringSubmatch(s)
		if m[2] == "" && !aside.MatchString(m[1]) { // 全球移动通信系统(GSM), but not 公司(企业)服务
			more = append(more, m[1])
		}
		return m[2]
	})
	var out []string
	for _, sentence := range sentenceEnd.Split(name, -1) {
		list := listed.Split(sentence, -1)
		for i, part := range list {
			list[i] = rest.ReplaceAllString(strings.TrimSpace(part), "")
		}
		if others.MatchString(list[0]) {
			continue
		}
		for _, part := range heads(list) {
			out = append(append(out, part), pair(part)...)
		}
	}
	for _, part := range more {
		out = append(out, listed.Split(part, -1)...)
	}
	kept := out[:0]
	for _, part := range out {
		if part = strings.TrimSpace(part); len(part) > 1 && strings.ContainsFunc(part, unicode.IsLetter) && !others.MatchString(part) && !plain(part) {
			kept = append(kept, part)
		}
	}
	return kept
}

// heads are the components of a list that are nouns: not those before a last
// one that has the noun for all (通风、空调和照明设备), nor those after a first one
// that has it (measurement of volume, mass, density).
func heads(list []string) []string {
	last := len(list) - 1
	switch {
	case last == 0:
		return list
	case plain(list[last]): // 农业机械、工具和设备
		return list[:last]
	case lead.MatchString(list[0]):
		return list[:1]
	case shared.MatchString(list[last]) && endsPlainly(list[last]):
		return list[last:]
	}
	return list
}

// pair takes two nouns apart that one component joins: 铝和铝合金, 球阀和旋塞阀,
// paints and varnishes; not 橡胶和塑料软管, whose first is a modifier like the second.
func pair(part string) []string {
	if within.MatchString(part) {
		return nil
	}
	halves := and.Split(part, -1)
	if len(halves) != 2 || halves[0] == "" || halves[1] == "" {
		return nil
	}
	a, b := halves[0], halves[1]
	if strings.HasPrefix(b, a) {
		return halves
	}
	last, _ := utf8.DecodeLastRuneInString(b)
	alike := strings.HasSuffix(a, string(last)) || utf8.RuneCountInString(b) <= 3
	if last < utf8.RuneSelf {
		alike = !strings.ContainsRune(a+b, ' ')
	}
	if !alike || endsPlainly(b) {
		return nil
	}
	return halves
}

// endsPlainly reports whether the noun at the end of a component names nothing
// by itself, so that what stands before it says what it is.
func endsPlainly(part string) bool {
	if i := strings.LastIndexByte(part, ' '); i >= 0 {
		return nameNothing()[part[i+1:]]
	}
	runes := []rune(part)
	for n := 2; n <= 3 && n < len(runes); n++ {
		if nameNothing()[string(runes[len(runes)-n:])] {
			return true
		}
	}
	return false
}

// plain reports whether a component is made of words only that name nothing.
func plain(part string) bool {
	if nameNothing()[part] {
		return true
	}
	for _, word := range and.Split(part, -1) {
		if !nameNothing()[word] {
			return false
		}
	}
	return true
}

//go:embed plain_words.txt
var plainWords string

// nameNothing are the words that name no subject standing alone.
var nameNothing = sync.OnceValue(func() map[string]bool {
	out := make(map[string]bool, 512)
	for line := range strings.Lines(plainWords) {
		if !strings.HasPrefix(line, "#") {
			for word := range strings.SplitSeq(strings.TrimSpace(line), ",") {
				out[han.Fold(strings.TrimSpace(word))] = true
			}
		}
	}
	return out
})
