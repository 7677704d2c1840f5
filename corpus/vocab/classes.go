package vocab

import (
	"sync"

	"chabiao/corpus/class"
)

// classNames are the classes by the keys of what they are called.
var classNames = sync.OnceValue(func() map[string][]class.Ref {
	out := make(map[string][]class.Ref)
	for _, scheme := range []class.Scheme{class.ICS, class.CCS} {
		for _, part := range class.Named(scheme) {
			key := keyOf(part.Name)
			out[key] = append(out[key], class.Ref{Scheme: scheme, Code: part.Code})
		}
	}
	return out
})

// Classes are the classes that are called by a folded term: 饮用水 and drinking
// water name ICS 13.060.20. None for a single character, which says too little.
// The slice is shared.
func (v *Vocabulary) Classes(term string) []class.Ref {
	var buf [maxTokens]token
	tokens := appendTokens(buf[:0], term)
	if len(tokens) == 0 || len(tokens) == 1 && tokens[0].ideographic {
		return nil
	}
	return classNames()[keyOfTokens(tokens)]
}
