package server

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"

	"chabiao/corpus"
	"chabiao/corpus/class"
	"chabiao/search"
)

// linkedContext is schema.org with the terms of Dublin Core for what it lacks:
// that one document replaces another.
var linkedContext = []any{"https://schema.org", map[string]string{"dcterms": "http://purl.org/dc/terms/"}}

// writeLinked writes a standard as JSON-LD of schema.org. It has no type for
// standards: they are creative works, and bibo's Standard says more.
func writeLinked(w http.ResponseWriter, st *search.Standard, base string) {
	w.Header().Set("X-Content-Type-Options", "nosniff")
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.Encode(linked(st, base))
}

func linked(st *search.Standard, base string) map[string]any {
	e := st.Entry
	page := base + standardPath(st.ID)
	out := map[string]any{
		"@context": linkedContext, "@type": "CreativeWork", "additionalType": "http://purl.org/ontology/bibo/Standard",
		"@id": page, "url": page, "mainEntityOfPage": page,
		"identifier": map[string]any{"@type": "PropertyValue", "propertyID": "standard number", "value": e.Number},
	}
	set := func(key string, v any) {
		switch v := v.(type) {
		case string:
			if v == "" {
				return
			}
		case []any:
			if len(v) == 0 {
				return
			}
		}
		out[key] = v
	}
	if names := inLanguages(e.Titles); len(names) > 0 {
		out["name"] = names
	} else {
		out["name"] = e.Number
	}
	set("abstract", inLanguages(e.Abstracts))
	if e.Status != corpus.StatusUnknown {
		out["creativeWorkStatus"] = e.Status.Label("en")
	}
	set("datePublished", e.Published.String())
	set("dcterms:available", e.Implemented.String()) // in force from
	set("expires", e.Withdrawn.String())
	set("inLanguage", anys(e.Language, func(s string) any { return s }))
	if e.IssuingBody != "" {
		out["publisher"] = organization(e.IssuingBody)
	}
	set("sourceOrganization", anys(e.Committee, organization))
	set("contributor", anys(e.Drafters, organization))
	var about []any
	for _, s := range []struct {
		scheme class.Scheme
		name   string
		codes  []string
	}{{class.ICS, "ICS", e.ICS}, {class.CCS, "CCS", e.CCS}} {
		for _, code := range s.codes {
			term := map[string]any{"@type": "DefinedTerm", "termCode": code, "inDefinedTermSet": s.name}
			if label := class.Label(s.scheme, code, "zh"); label != "" {
				term["name"] = label
			}
			about = append(about, term)
		}
	}
	set("about", about)
	set("keywords", anys(e.Keywords, func(s string) any { return s }))
	if e.Pages > 0 {
		out["numberOfPages"] = e.Pages
	}
	if web(e.URL) {
		out["sameAs"] = e.URL
	}
	refs := func(key string, list []search.Ref) {
		set(key, anys(list, func(r search.Ref) any { return linkedRef(r, base) }))
	}
	refs("isBasedOn", st.Relations["adopts"])
	refs("citation", st.Relations["references"])
	if st.Entry.Status != corpus.StatusDraft { // it may replace them one day
		refs("dcterms:replaces", st.Relations["replaces"])
	}
	refs("dcterms:isReplacedBy", slices.DeleteFunc(slices.Clone(st.Relations["replaced_by"]), func(r search.Ref) bool { return r.Status == corpus.StatusDraft.String() }))
	if !st.Imported.IsZero() {
		out["sdDatePublished"] = st.Imported.UTC().Format("2006-01-02")
	}
	return out
}

// anys makes values of JSON of a list.
func anys[T any](list []T, f func(T) any) []any {
	out := make([]any, len(list))
	for i, v := range list {
		out[i] = f(v)
	}
	return out
}

func organization(name string) any {
	return map[string]any{"@type": "Organization", "name": name}
}

// inLanguages are texts that say which language they are in.
func inLanguages(texts map[string]string) []any {
	var out []any
	for _, l := range slices.Sorted(maps.Keys(texts)) {
		if tag := langTag(l); texts[l] != "" && tag != "" {
			out = append(out, map[string]any{"@value": texts[l], "@language": tag})
		} else if texts[l] != "" {
			out = append(out, texts[l])
		}
	}
	return out
}

func linkedRef(r search.Ref, base string) any {
	out := map[string]any{"@type": "CreativeWork", "identifier": r.Number, "name": r.Number}
	if r.Title != "" {
		out["name"] = r.Title
	}
	if r.ID != "" {
		out["@id"] = base + standardPath(r.ID)
	}
	return out
}
