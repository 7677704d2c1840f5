package relaton

import (
	"slices"
	"strings"

	"chabiao/corpus"
)

// relation kinds of Relaton that the entry format has a key for. updates is
// none of them: it says of an amendment what it amends, and ISO's data use it
// from the older edition to the newer one as well.
var relationKeys = map[string]string{
	"obsoletes": "replaces", "supersedes": "replaces", "replaces": "replaces", "successorOf": "replaces", "revisionOf": "replaces", "revises": "replaces",
	"obsoletedBy": "replaced_by", "supersededBy": "replaced_by", "replacedBy": "replaced_by", "hasSuccessor": "replaced_by", "revisedBy": "replaced_by",
	"cites": "references", "cited": "references", "references": "references", "normativelyCites": "references", "hasNormativeReference": "references",
}

// adoptionDegrees are the kinds by which an item adopts another document.
var adoptionDegrees = map[string]corpus.Degree{"adoptedFrom": "", "nationalAdoption": "", "nationalAdoptionOf": "", "identicalAdoption": corpus.IDT, "identicalAdoptedFrom": corpus.IDT,
	"identical": corpus.IDT, "modifiedAdoption": corpus.MOD, "modifiedAdoptedFrom": corpus.MOD, "equivalent": corpus.EQV, "nonequivalent": corpus.NEQ}

// described are words in the description of updates that say what kind of it
// is meant, as in IEEE's data.
var described = map[string]string{"revises": "replaces", "supersedes": "replaces", "replaces": "replaces"}

// relations writes what the item says of other documents. Kinds without a key
// of the entry format are kept by their names under relations.
func (it *item) relations(w *corpus.ObjectWriter) {
	lists := make(map[string][]string)
	kept := make(map[string][]string)
	var adopts []corpus.Adoption
	for _, r := range list(it.take("relation")) {
		m := dict(r)
		kind, note := text(m["type"]), text(m["description"])
		number := target(m["bibitem"])
		if number == "" {
			continue
		}
		key := relationKeys[kind]
		if kind == "updates" {
			key = described[strings.ToLower(note)]
		}
		degree, adopted := adoptionDegrees[kind]
		switch {
		case key != "":
			lists[key] = insert(lists[key], number)
		case adopted:
			if d := corpus.NormalizeDegree(note); d == corpus.IDT || d == corpus.MOD || d == corpus.NEQ || d == corpus.EQV {
				degree = d
			}
			if a := (corpus.Adoption{Number: number, Degree: degree}); !slices.Contains(adopts, a) {
				adopts = append(adopts, a)
			}
		default:
			if kind == "" {
				kind = "related"
			}
			if note != "" && len(note) <= 20 {
				kind += ":" + note
			}
			kept[kind] = insert(kept[kind], number)
		}
	}
	w.Strings("replaces", lists["replaces"])
	w.Strings("replaced_by", lists["replaced_by"])
	if len(adopts) > 0 {
		w.Value("adopts", adopts)
	}
	w.Strings("references", lists["references"])
	if len(kept) > 0 {
		w.Value("relations", kept)
	}
}

func insert(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// target is the number of the document that a relation points to, or its title
// when it has none.
func target(v any) string {
	m := dict(v)
	if number, _ := identifiers(first(m, "docid", "docidentifier")); number != "" {
		return number
	}
	if s := text(m["formattedref"]); s != "" {
		return s
	}
	return text(m["title"])
}
