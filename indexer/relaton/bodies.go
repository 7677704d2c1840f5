package relaton

import (
	"strings"

	"chabiao/corpus"
)

// bodies writes who issued the item, who worked it out, and in which
// committee.
func (it *item) bodies(w *corpus.ObjectWriter) {
	var publishers, authors, drafters, committees, people []string
	for _, c := range list(it.take("contributor")) {
		m := dict(c)
		if p := dict(m["person"]); p != nil {
			people = insert(people, person(p))
			continue
		}
		org := dict(m["organization"])
		name := organization(org)
		if name == "" {
			continue
		}
		for _, r := range list(m["role"]) {
			kind := text(r)
			if m := dict(r); m != nil {
				kind = text(m["type"])
			}
			switch note := strings.ToLower(text(dict(r)["description"])); {
			case kind == "publisher":
				publishers = insert(publishers, name)
			case note == "committee":
				committees = append(committees, subdivisions(org, name)...)
			case kind == "author":
				authors = insert(authors, name)
			default:
				drafters = insert(drafters, name)
			}
		}
	}
	if len(publishers) == 0 {
		publishers, authors = authors, nil
	}
	if len(publishers) == 0 {
		for _, c := range list(it.top["copyright"]) {
			for _, o := range list(dict(c)["owner"]) {
				if org := dict(o)["organization"]; org != nil {
					o = org
				}
				publishers = insert(publishers, organization(dict(o)))
			}
		}
	}
	w.String("issuing_body", joined(publishers))
	for _, key := range []string{"editorialgroup", "committee", "technical_committee"} {
		committees = append(committees, groups(it.take(key), 0)...)
	}
	w.Strings("committee", unique(committees))
	w.Strings("drafters", unique(append(authors, drafters...)))
	w.Strings("authors", unique(people))
}

// joined writes several publishers as the field does: ISO/IEC.
func joined(names []string) string {
	names = unique(names)
	sep := "/"
	for _, n := range names {
		if strings.ContainsAny(n, " /") || len(n) > 12 {
			sep = "; "
		}
	}
	return strings.Join(names, sep)
}

func unique(list []string) []string {
	var out []string
	for _, s := range list {
		if s != "" {
			out = insert(out, s)
		}
	}
	return out
}

// organization is how a body is called: by its abbreviation, in its own
// script where it has several names.
func organization(m map[string]any) string {
	if s := text(m["abbreviation"]); s != "" {
		return s
	}
	names := list(m["name"])
	for _, n := range names {
		if lang := language(text(dict(n)["language"])); lang == "zh" || lang == "ja" {
			return text(n)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return text(names[0])
}

func person(m map[string]any) string {
	name := dict(m["name"])
	if s := text(name["completename"]); s != "" {
		return s
	}
	parts := []string{}
	forenames := list(name["forename"])
	if given := dict(name["given"]); given != nil {
		forenames = append(forenames, list(given["forename"])...)
	}
	for _, f := range forenames {
		s := text(f)
		if m := dict(f); m != nil {
			s = text(first(m, "content", "initial"))
		}
		parts = append(parts, s)
	}
	return strings.Join(unique(append(parts, text(name["surname"]))), " ")
}

// subdivisions are the committees of a body, as the second model has them.
func subdivisions(org map[string]any, name string) []string {
	var out []string
	for _, s := range list(org["subdivision"]) {
		out = append(out, groups(s, 0)...)
	}
	if len(out) == 0 {
		out = []string{name}
	}
	return out
}

// groups are the names of committees and working groups wherever they stand
// below v, each behind its mark where the name does not hold it.
func groups(v any, depth int) []string {
	if depth > 5 {
		return nil
	}
	switch t := v.(type) {
	case string:
		return []string{text(t)}
	case []any:
		var out []string
		for _, x := range t {
			out = append(out, groups(x, depth+1)...)
		}
		return out
	case map[string]any:
		var out []string
		if name := groupName(t); name != "" {
			out = append(out, name)
		}
		// The larger body first.
		for _, key := range []string{"bureau", "committee", "technical_committee", "group", "subgroup", "subcommittee", "workgroup", "working_group", "subdivision"} {
			if _, word := t[key].(string); !word || key != "bureau" {
				out = append(out, groups(t[key], depth+1)...)
			}
		}
		return unique(out)
	}
	return nil
}

func groupName(m map[string]any) string {
	name := text(m["name"])
	mark := text(m["identifier"])
	if kind, number := text(m["type"]), text(m["number"]); mark == "" && number != "" && len(kind) <= 3 {
		mark = strings.TrimSpace(kind + " " + number)
	}
	if mark == "" {
		mark = text(m["abbreviation"])
	}
	squeezed := func(s string) string { return strings.ReplaceAll(s, " ", "") }
	switch {
	case name == "":
		return mark
	case mark == "" || strings.Contains(squeezed(name), squeezed(mark)):
		return name
	}
	return mark + " " + name
}
