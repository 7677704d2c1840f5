// Package problem names everything that an import may find to tell about a
// row: what was changed as understood, what is doubtful, why a row is refused;
// each kind with a title and advice for the person who has the file in hand.
// It collects what was told, grouped by kind with examples, in bounded memory.
// It finds nothing by itself: the readers and the checks do.
package problem

import (
	"encoding/json"
	"fmt"

	"chabiao/corpus"
)

// Severity says what becomes of a row that something is told of.
type Severity uint8

// The severities, from the lightest.
const (
	Info    Severity = iota // something was changed as understood, or passed over
	Warning                 // doubtful: the row passes
	Error                   // the row is rejected
)

var severityNames = [...]struct{ code, zh, en string }{
	Info:    {"info", "提示", "Note"},
	Warning: {"warning", "警告", "Warning"},
	Error:   {"error", "错误", "Error"},
}

// String is the severity's code in reports: info, warning or error.
func (s Severity) String() string {
	if int(s) >= len(severityNames) {
		s = Error
	}
	return severityNames[s].code
}

// Label is the severity as people read it, in Chinese ("zh") or English.
func (s Severity) Label(lang string) string {
	if int(s) >= len(severityNames) {
		s = Error
	}
	if lang == "zh" {
		return severityNames[s].zh
	}
	return severityNames[s].en
}

// MarshalText writes the code.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the code.
func (s *Severity) UnmarshalText(text []byte) error {
	for i, n := range severityNames {
		if n.code == string(text) {
			*s = Severity(i)
			return nil
		}
	}
	return fmt.Errorf("%q is no severity: want info, warning or error", text)
}

// Kind is what is told, as a stable code. The empty Kind tells nothing.
type Kind string

// text is what the registry knows of a kind.
type text struct {
	severity           Severity
	titleZH, titleEN   string
	adviceZH, adviceEN string
}

// Known reports whether the kind stands in the registry.
func (k Kind) Known() bool {
	_, ok := registry[k]
	return ok
}

// Severity says what becomes of the row. A kind that nobody registered is a
// Warning: it must not refuse rows, nor be overlooked. The empty Kind is Info.
func (k Kind) Severity() Severity {
	t, ok := registry[k]
	switch {
	case ok:
		return t.severity
	case k == "":
		return Info
	}
	return Warning
}

// Title is the kind in a few words, in Chinese ("zh") or English; its code
// when it is not registered.
func (k Kind) Title(lang string) string {
	t, ok := registry[k]
	switch {
	case !ok:
		return string(k)
	case lang == "zh":
		return t.titleZH
	}
	return t.titleEN
}

// Advice says what the person can do about it, or what was done, in Chinese
// ("zh") or English.
func (k Kind) Advice(lang string) string {
	t := registry[k]
	if lang == "zh" {
		return t.adviceZH
	}
	return t.adviceEN
}

// Note is one thing told of a row.
type Note struct {
	Kind   Kind   `json:"kind"`
	Field  string `json:"field,omitempty"`  // the entry's key, or the heading of a column without one
	Value  string `json:"value,omitempty"`  // as it stood in the source
	Became string `json:"became,omitempty"` // what was made of it, where something was
	// BecameZH is, where nothing could be made of it and Became says why, the same
	// in Chinese.
	BecameZH string `json:"became_zh,omitempty"`
}

// Because notes a value that nothing can be made of, and why.
func Because(kind Kind, field, value string, err error) Note {
	return Note{Kind: kind, Field: field, Value: value, Became: err.Error(), BecameZH: corpus.Chinese(err)}
}

// Severity is that of the note's kind.
func (n Note) Severity() Severity { return n.Kind.Severity() }

// String shows the note to a reader of a log, in English.
func (n Note) String() string {
	s := n.Kind.Title("en")
	if n.Field != "" {
		s = n.Field + ": " + s
	}
	if n.Value != "" {
		s += fmt.Sprintf(" %q", n.Value)
	}
	if n.Became != "" {
		s += fmt.Sprintf(" → %q", n.Became)
	}
	return s
}

// Worst is the gravest severity of the notes; Info when there are none.
func Worst(notes []Note) Severity {
	worst := Info
	for _, n := range notes {
		worst = max(worst, n.Severity())
	}
	return worst
}

// description is a kind in JSON: for pages and scripts that show reports.
type description struct {
	Kind     Kind     `json:"kind"`
	Severity Severity `json:"severity"`
	TitleZH  string   `json:"title_zh"`
	TitleEN  string   `json:"title_en"`
	AdviceZH string   `json:"advice_zh"`
	AdviceEN string   `json:"advice_en"`
}

// MarshalRegistry writes all kinds as a JSON array, in the order of Kinds.
func MarshalRegistry() ([]byte, error) {
	var out []description
	for _, k := range Kinds() {
		t := registry[k]
		out = append(out, description{k, t.severity, t.titleZH, t.titleEN, t.adviceZH, t.adviceEN})
	}
	return json.Marshal(out)
}
