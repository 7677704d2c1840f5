package relaton

import (
	"maps"
	"slices"
	"strings"

	"chabiao/corpus"
)

// iso639 are the codes of three letters of the languages that standards are
// written in; the entry format uses those of two.
var iso639 = map[string]string{"eng": "en", "fra": "fr", "fre": "fr", "deu": "de", "ger": "de", "zho": "zh", "chi": "zh", "jpn": "ja", "rus": "ru", "spa": "es",
	"kor": "ko", "por": "pt", "ita": "it", "ara": "ar", "fas": "fa", "per": "fa", "ukr": "uk", "pol": "pl", "srp": "sr", "nld": "nl", "dut": "nl", "swe": "sv"}

// language is a code of two letters where there is one; regions are cut off.
func language(code string) string {
	code, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(code)), "-")
	if two := iso639[code]; two != "" {
		return two
	}
	return code
}

// scripts that are the usual ones of a language not written in Latin.
var scripts = map[string][]string{"zh": {"", "Hans", "Hant", "Hani"}, "ja": {"", "Jpan", "Hira", "Kana"}, "ru": {"", "Cyrl"}, "ko": {"", "Kore", "Hang"}, "ar": {"", "Arab"}}

// languageOf is the key's ending for a text: its language, or its language and
// script when that is not the usual one (a transliteration).
func languageOf(m map[string]any, words string) string {
	lang, script := language(text(first(m, "language", "locale"))), text(m["script"])
	if lang == "" {
		return corpus.ScriptLanguage(words)
	}
	if usual := scripts[lang]; usual != nil && !slices.Contains(usual, script) {
		return lang + "-" + strings.ToLower(script)
	}
	return lang
}

// parts of a title in the order in which they are read.
var titleParts = []string{"title-intro", "title-main", "title-part", "title-part-prefix", "title-complementary", "title-amd"}

// titles writes the titles by language: the main one, else its parts joined
// by dashes as ISO/IEC Directives part 2 has them, else any. The others are
// kept as alt_titles.
func (it *item) titles(w *corpus.ObjectWriter) {
	main, other := make(map[string]string), make(map[string]string)
	parts := make(map[string]map[string][]string)
	var alt []string
	for _, t := range list(it.take("title")) {
		m := dict(t)
		words := text(t)
		if words == "" {
			continue
		}
		lang := languageOf(m, words)
		switch kind := text(m["type"]); {
		case slices.Contains(titleParts, kind):
			if parts[lang] == nil {
				parts[lang] = make(map[string][]string)
			}
			parts[lang][kind] = append(parts[lang][kind], words)
		case kind != "" && kind != "main":
			if other[lang] == "" {
				other[lang] = words
			}
			alt = append(alt, words)
		case main[lang] == "" || lang == "zh" && text(m["script"]) == "Hans":
			if main[lang] != "" {
				alt = append(alt, main[lang]) // the one in traditional characters
			}
			main[lang] = words
		default:
			alt = append(alt, words)
		}
	}
	for lang, p := range parts {
		var all []string
		for _, kind := range titleParts {
			all = append(all, p[kind]...)
		}
		add2(main, lang, strings.Join(all, " — "))
	}
	for lang, words := range other {
		add2(main, lang, words)
	}
	for _, lang := range slices.Sorted(maps.Keys(main)) {
		w.String("title_"+lang, main[lang])
	}
	alt = slices.DeleteFunc(alt, func(s string) bool {
		for _, words := range main {
			if s == words {
				return true
			}
		}
		return false
	})
	w.Strings("alt_titles", alt)
}

func add2(m map[string]string, key, s string) {
	if m[key] == "" {
		m[key] = s
	}
}

// abstracts writes the abstracts by language; the first of each counts.
func (it *item) abstracts(w *corpus.ObjectWriter) {
	out := make(map[string]string)
	for _, a := range list(it.take("abstract")) {
		if words := text(a); words != "" {
			add2(out, languageOf(dict(a), words), words)
		}
	}
	for _, lang := range slices.Sorted(maps.Keys(out)) {
		w.String("abstract_"+lang, out[lang])
	}
}
