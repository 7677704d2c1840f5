package class

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed ics_groups.txt
var icsGroups string

var knownGroups = sync.OnceValue(func() map[string]bool {
	out := make(map[string]bool, 512)
	for line := range strings.Lines(icsGroups) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		words := strings.Fields(line)
		for i, w := range words {
			if i == 0 {
				out[w] = true
				continue
			}
			out[words[0]+"."+w] = true
		}
	}
	return out
})

// Known reports whether a class exists as far as is known here: of ICS down to
// the group (67.060), below which any number may be; of CCS the letter. What is
// no code of the scheme's form is not known.
func Known(s Scheme, code string) bool {
	code, ok := Normalize(s, code)
	if !ok {
		return false
	}
	if s == CCS {
		_, ok := Lookup(CCS, code[:1])
		return ok
	}
	return knownGroups()[code[:min(len(code), len("67.060"))]]
}
