package segment

import (
	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
)

// stopWords are English, French and German function words, too common to
// tell one standard from another. They are neither indexed nor asked for.
var stopWords = map[string]struct{}{}

func init() {
	for _, w := range []string{
		"a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "in", "into", "is", "it", "its", "of", "on", "or", "that", "the", "their", "this", "to", "with",
		"au", "aux", "avec", "ces", "de", "des", "du", "en", "et", "la", "le", "les", "l", "d", "ou", "par", "pour", "sur", "un", "une",
		"das", "der", "die", "und", "fur", "mit", "von", "zur", "zum",
	} {
		stopWords[w] = struct{}{}
	}
}

// Stem is the index form of a folded word of a script with spaces: English
// words lose their endings (Porter2), everything else stays. ok is false for a
// stop word.
func Stem(word string) (stem string, ok bool) {
	if _, stop := stopWords[word]; stop {
		return word, false
	}
	if len(word) < 4 || len(word) > 40 {
		return word, true
	}
	for i := 0; i < len(word); i++ {
		if word[i] < 'a' || word[i] > 'z' {
			return word, true
		}
	}
	env := snowballstem.NewEnv(word)
	english.Stem(env)
	return env.Current(), true
}
