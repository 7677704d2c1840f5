package corpus

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Warning is something in a row that was not taken as it stands: the key, the
// text found, and what was done.
type Warning struct {
	Field   string `json:"field"`
	Value   string `json:"value,omitempty"`
	Message string `json:"message"`
}

// ErrNoNumber is the reason why a row without a standard number is not taken.
var ErrNoNumber = errors.New("no standard number: every entry needs one under the key number")

// DecodeEntry reads one object of the entry format. What it can't read as the
// key demands is kept under Extra and told as a warning; only a row that is no
// JSON object or has no number is an error.
func DecodeEntry(data []byte) (*Entry, []Warning, error) {
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		return nil, nil, fmt.Errorf("not a JSON object: %w", err)
	}
	d := entryDecoder{entry: &Entry{}}
	for _, key := range slices.Sorted(maps.Keys(raw)) {
		if v := bytes.TrimSpace(raw[key]); !bytes.Equal(v, []byte("null")) {
			d.field(key, v)
		}
	}
	if d.entry.Number == "" {
		return nil, nil, ErrNoNumber
	}
	return d.entry, d.warnings, nil
}

type entryDecoder struct {
	entry    *Entry
	warnings []Warning
}

func (d *entryDecoder) warn(field, value, format string, args ...any) {
	d.warnings = append(d.warnings, Warning{Field: field, Value: clip(value, 80), Message: fmt.Sprintf(format, args...)})
}

// clip shortens a text for a message, at a rune boundary.
func clip(s string, runes int) string {
	for i := range s {
		if runes == 0 {
			return s[:i] + "…"
		}
		runes--
	}
	return s
}

func (d *entryDecoder) extra(key string, v json.RawMessage) {
	if d.entry.Extra == nil {
		d.entry.Extra = make(map[string]json.RawMessage)
	}
	d.entry.Extra[key] = append(json.RawMessage(nil), v...)
}

func (d *entryDecoder) field(key string, v json.RawMessage) {
	e := d.entry
	if lang, ok := strings.CutPrefix(key, "title_"); ok && lang != "" {
		d.text(key, v, &e.Titles, lang)
		return
	}
	if lang, ok := strings.CutPrefix(key, "abstract_"); ok && lang != "" {
		d.text(key, v, &e.Abstracts, lang)
		return
	}
	switch key {
	case "number":
		d.str(key, v, &e.Number)
	case "title":
		var s string
		if d.str(key, v, &s); s != "" {
			setText(&e.Titles, ScriptLanguage(s), s)
		}
	case "abstract":
		d.text(key, v, &e.Abstracts, "")
	case "status":
		d.status(v)
	case "status_raw":
		d.str(key, v, &e.StatusRaw)
	case "published":
		d.date(key, v, &e.Published)
	case "implemented":
		d.date(key, v, &e.Implemented)
	case "withdrawn":
		d.date(key, v, &e.Withdrawn)
	case "confirmed":
		d.date(key, v, &e.Confirmed)
	case "replaces":
		d.list(key, v, &e.Replaces)
	case "replaced_by":
		d.list(key, v, &e.ReplacedBy)
	case "references":
		d.list(key, v, &e.References)
	case "adopts":
		d.adopts(v)
	case "ics":
		d.list(key, v, &e.ICS)
	case "ccs":
		d.list(key, v, &e.CCS)
	case "issuing_body":
		d.str(key, v, &e.IssuingBody)
	case "competent_body":
		d.str(key, v, &e.CompetentBody)
	case "committee":
		d.list(key, v, &e.Committee)
	case "drafters":
		d.list(key, v, &e.Drafters)
	case "doctype":
		d.str(key, v, &e.Doctype)
	case "language":
		d.list(key, v, &e.Language)
	case "keywords":
		d.list(key, v, &e.Keywords)
	case "pages":
		d.pages(v)
	case "url":
		d.str(key, v, &e.URL)
	case "source":
		d.str(key, v, &e.Source)
	case "extra":
		var m map[string]json.RawMessage
		if json.Unmarshal(v, &m) != nil {
			d.extra(key, v)
			return
		}
		for k, x := range m {
			d.extra(k, x)
		}
	case "id", "level", "country", "body", "year", "mandatory", "editions", "relations_resolved":
		// Derived from the number, never imported.
	default:
		d.extra(key, v)
	}
}

// scalar reads a string, number or boolean as text; ok is false for others.
func scalar(v json.RawMessage) (string, bool) {
	switch v[0] {
	case '"':
		var s string
		if json.Unmarshal(v, &s) != nil {
			return "", false
		}
		return strings.TrimSpace(s), true
	case '{', '[':
		return "", false
	}
	return string(v), true
}

func (d *entryDecoder) str(key string, v json.RawMessage, dst *string) {
	s, ok := scalar(v)
	if !ok {
		d.warn(key, string(v), "want a string; kept under extra")
		d.extra(key, v)
		return
	}
	*dst = s
}

func setText(m *map[string]string, lang, text string) {
	if *m == nil {
		*m = make(map[string]string, 2)
	}
	(*m)[lang] = text
}

func (d *entryDecoder) text(key string, v json.RawMessage, m *map[string]string, lang string) {
	var s string
	if d.str(key, v, &s); s != "" {
		setText(m, lang, s)
	}
}

func (d *entryDecoder) list(key string, v json.RawMessage, dst *[]string) {
	if v[0] != '[' {
		var s string
		if d.str(key, v, &s); s != "" {
			*dst = []string{s}
		}
		return
	}
	var items []json.RawMessage
	if err := json.Unmarshal(v, &items); err != nil {
		d.warn(key, string(v), "want a list of strings; kept under extra")
		d.extra(key, v)
		return
	}
	for _, item := range items {
		s, ok := scalar(item)
		switch {
		case !ok:
			d.warn(key, string(item), "want a string in the list; the list is kept under extra")
			d.extra(key, v)
		case s != "" && s != "null":
			*dst = append(*dst, s)
		}
	}
}

func (d *entryDecoder) status(v json.RawMessage) {
	var word string
	if d.str("status", v, &word); word == "" {
		return
	}
	s, ok := ParseStatus(word)
	if !ok {
		d.warn("status", word, "unknown status word; taken as unknown and kept")
	}
	d.entry.Status = s
	if d.entry.StatusRaw == "" && word != s.String() {
		d.entry.StatusRaw = word
	}
}

func (d *entryDecoder) date(key string, v json.RawMessage, dst *Date) {
	var s string
	if d.str(key, v, &s); s == "" {
		return
	}
	date, err := ParseDate(s)
	if err != nil {
		d.warn(key, s, "not a date of the form YYYY-MM-DD, YYYY-MM or YYYY; kept under extra.%s_raw", key)
		text, _ := json.Marshal(s)
		d.extra(key+"_raw", text)
		// A date with words behind it is still the date.
		if len(s) <= 10 || (s[10] != ' ' && s[10] != 'T') {
			return
		}
		if date, err = ParseDate(s[:10]); err != nil {
			return
		}
	}
	*dst = date
}

func (d *entryDecoder) adopts(v json.RawMessage) {
	if v[0] != '[' {
		v = json.RawMessage("[" + string(v) + "]")
	}
	var items []json.RawMessage
	if err := json.Unmarshal(v, &items); err != nil {
		d.warn("adopts", string(v), "want a list of {number, degree}; kept under extra")
		d.extra("adopts", v)
		return
	}
	for _, item := range items {
		var a Adoption
		if s, ok := scalar(item); ok {
			a.Number = s
		} else if json.Unmarshal(item, &a) != nil {
			d.warn("adopts", string(item), "want {number, degree}; the list is kept under extra")
			d.extra("adopts", v)
			continue
		}
		a.Number = strings.TrimSpace(a.Number)
		a.Degree = NormalizeDegree(string(a.Degree))
		if a.Number != "" {
			d.entry.Adopts = append(d.entry.Adopts, a)
		}
	}
}

// NormalizeDegree writes a known degree of adoption in capitals and leaves any
// other word as it is.
func NormalizeDegree(word string) Degree {
	word = strings.TrimSpace(word)
	switch up := Degree(strings.ToUpper(word)); up {
	case IDT, MOD, NEQ, EQV:
		return up
	}
	return Degree(word)
}

func (d *entryDecoder) pages(v json.RawMessage) {
	s, ok := scalar(v)
	n, err := strconv.Atoi(s)
	if !ok || err != nil || n < 0 {
		d.warn("pages", string(v), "want a whole number; kept under extra")
		d.extra("pages", v)
		return
	}
	d.entry.Pages = n
}

// ScriptLanguage guesses the language of a title from its script: "ja" with
// kana, "zh" with Han, "ru" with Cyrillic, else "en".
func ScriptLanguage(s string) string {
	lang := "en"
	for _, r := range s {
		switch {
		case r < 0x400:
		case unicode.In(r, unicode.Hiragana, unicode.Katakana):
			return "ja"
		case unicode.Is(unicode.Han, r):
			lang = "zh"
		case unicode.Is(unicode.Cyrillic, r) && lang == "en":
			lang = "ru"
		}
	}
	return lang
}

// MarshalJSON writes the entry in the entry format, keys in a fixed order,
// empty ones left out.
func (e *Entry) MarshalJSON() ([]byte, error) {
	w := NewObjectWriter(make([]byte, 0, 512))
	e.AppendFields(w)
	return w.Close(), nil
}

// AppendFields writes the entry's keys into an object that the caller has
// opened and will close.
func (e *Entry) AppendFields(w *ObjectWriter) {
	w.String("number", e.Number)
	writeTexts(w, "title", e.Titles)
	if e.Status != StatusUnknown || e.StatusRaw != "" {
		w.String("status", e.Status.String())
	}
	w.String("status_raw", e.StatusRaw)
	w.String("published", e.Published.String())
	w.String("implemented", e.Implemented.String())
	w.String("withdrawn", e.Withdrawn.String())
	w.String("confirmed", e.Confirmed.String())
	w.Strings("replaces", e.Replaces)
	w.Strings("replaced_by", e.ReplacedBy)
	if len(e.Adopts) > 0 {
		w.Value("adopts", e.Adopts)
	}
	w.Strings("references", e.References)
	w.Strings("ics", e.ICS)
	w.Strings("ccs", e.CCS)
	w.String("issuing_body", e.IssuingBody)
	w.String("competent_body", e.CompetentBody)
	w.Strings("committee", e.Committee)
	w.Strings("drafters", e.Drafters)
	w.String("doctype", e.Doctype)
	w.Strings("language", e.Language)
	w.Strings("keywords", e.Keywords)
	writeTexts(w, "abstract", e.Abstracts)
	if e.Pages > 0 {
		w.Value("pages", e.Pages)
	}
	w.String("url", e.URL)
	w.String("source", e.Source)
	if len(e.Extra) > 0 {
		w.Value("extra", e.Extra)
	}
}

// writeTexts writes texts by language: Chinese, then English, then the others
// in the order of their codes.
func writeTexts(w *ObjectWriter, key string, texts map[string]string) {
	name := func(lang string) string {
		if lang == "" {
			return key
		}
		return key + "_" + lang
	}
	w.String(name("zh"), texts["zh"])
	w.String(name("en"), texts["en"])
	for _, lang := range slices.Sorted(maps.Keys(texts)) {
		if lang != "zh" && lang != "en" {
			w.String(name(lang), texts[lang])
		}
	}
}
