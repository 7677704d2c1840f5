package columns

import (
	"embed"
	"maps"
	"slices"
	"strings"
	"sync"

	"chabiao/corpus"
)

//go:embed presets/*.tsv
var presetFiles embed.FS

// preset is the headings of one system.
type preset struct {
	name   string
	fields map[string]string // by folded heading
	marks  map[string]bool   // headings by which the system is recognised
	need   int               // how many of them a table must have
	must   []string          // and those that it must have, folded
}

// presetNeeds says when a table is taken for a system's: how many of its
// marks, and which headings in any case. Portal labels are words that others
// use too, so most of them must be there.
var presetNeeds = map[string]struct {
	need int
	must []string
}{
	"portal":  {6, []string{"标准号"}},
	"cnis":    {3, []string{"a100"}},
	"iso":     {4, []string{"reference"}},
	"chabiao": {6, []string{"number"}}, // number and status stand in many a table
}

var presets = sync.OnceValue(func() map[string]*preset {
	m := make(map[string]*preset)
	for name, rule := range presetNeeds {
		p := &preset{name: name, fields: make(map[string]string), marks: make(map[string]bool), need: rule.need}
		for _, h := range rule.must {
			p.must = append(p.must, foldPreset(h))
		}
		text, err := presetFiles.ReadFile("presets/" + name + ".tsv")
		if err != nil {
			continue // a test holds the table above to the files
		}
		for line := range strings.Lines(string(text)) {
			heading, field, ok := strings.Cut(strings.TrimRight(line, "\r\n"), "\t")
			if !ok || heading[:1] == "#" {
				continue
			}
			heading, mark := strings.CutPrefix(heading, "!")
			if field == "+" {
				field = ""
			}
			key := foldPreset(heading)
			p.fields[key] = field
			if mark {
				p.marks[key] = true
			}
		}
		m[name] = p
	}
	return m
})

// foldPreset folds a heading as foldHeading does, keeping the dot and the
// underscore: title.en and title_en are keys of two systems.
func foldPreset(heading string) string {
	if strings.ContainsAny(heading, "._") && len(heading) < 64 {
		return strings.ToLower(strings.TrimSpace(heading))
	}
	return foldHeading(heading)
}

// Presets lists the systems whose exports are known.
func Presets() []string { return slices.Sorted(maps.Keys(presets())) }

// findPreset gives the preset that was asked for, else the one that the
// headings show; nil when there is none.
func findPreset(name string, headings []string) (*preset, error) {
	if name != "" {
		p := presets()[strings.ToLower(name)]
		if p == nil {
			return nil, corpus.Errorf(corpus.InvalidArgument, "don't know the preset %q", name).WithField("preset").
				WithHint("presets are %s; leave it out to have the columns recognised", strings.Join(Presets(), ", ")).
				WithZH("不认识系统“%s”。请从列表中选，或留空由文件判断。", name).
				WithZH("不认识系统“%s”。请从列表中选，或留空由文件判断。", name)
		}
		return p, nil
	}
	have := make(map[string]bool, len(headings))
	for _, h := range headings {
		have[foldPreset(h)] = true
	}
	var best *preset
	most := 0
	for _, name := range Presets() {
		p, count := presets()[name], 0
		for key := range have {
			if p.marks[key] {
				count++
			}
		}
		fits := count >= p.need && count > most
		for _, key := range p.must {
			fits = fits && have[key]
		}
		if fits {
			best, most = p, count
		}
	}
	return best, nil
}
