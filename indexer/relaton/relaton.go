// Package relaton turns bibliographic items of the Relaton project
// (https://www.relaton.org; models 1.x with docid, docstatus and link, and 2.x
// with docidentifier, status and source) into objects of the entry format. It
// reads YAML and JSON. It does not judge numbers and dates: that is the
// business of those who read the entry format.
//
// YAML is parsed by go.yaml.in/yaml/v3, the YAML organisation's continuation of
// gopkg.in/yaml.v3, which was archived in 2025; it bounds nesting itself, and
// its node trees let us watch aliases and bear keys that stand twice, as they
// do in Relaton's own files.
package relaton

import (
	"errors"
	"io"
	"iter"
	"regexp"

	"chabiao/corpus"
	"chabiao/indexer/jsonrows"
)

// Limits of a document.
const (
	MaxDocument = 16 << 20 // bytes
	maxValues   = 1 << 20  // scalars, lists and maps, each time that an alias repeats them
	maxText     = 32 << 20 // bytes of scalars, likewise
	maxDepth    = 100
)

// yamlKey and jsonKey find keys in the beginning of a text that need not be whole.
var (
	yamlKey = regexp.MustCompile(`(?m)^[ \t]*(?:- +)*["']?([A-Za-z_-]+)["']?[ \t]*:(?:[ \t\r]|$)`)
	jsonKey = regexp.MustCompile(`"([A-Za-z_-]+)"[ \t\r\n]*:`)
)

// telling weighs keys that tell Relaton from other formats; an item has many.
var telling = map[string]int{
	"docid": 3, "docidentifier": 3, "docstatus": 2, "contributor": 2, "bibitem": 2, "editorialgroup": 2, "biblionote": 2, "structuredidentifier": 2,
	"formattedref": 2, "docnumber": 1, "schema-version": 2, "schema_version": 2, "doctype": 1, "title": 1, "fetched": 1, "relation": 1, "script": 1, "copyright": 1,
}

// Is reports whether the beginning of a YAML or JSON text looks like Relaton.
// Some kilobytes are enough.
func Is(head []byte) bool {
	head = head[:min(len(head), 1<<16)]
	seen, sum := make(map[string]bool), 0
	for _, re := range []*regexp.Regexp{yamlKey, jsonKey} {
		for _, m := range re.FindAllSubmatch(head, -1) {
			key := string(m[1])
			if key == "number" && sum == 0 {
				return false // an entry of our own format begins with it
			}
			if !seen[key] {
				seen[key] = true
				sum += telling[key]
			}
		}
	}
	return sum >= 4
}

// Decode gives the items of r as JSON objects of the entry format. YAML may
// hold several documents; a document, of YAML or JSON, may be an item, a list
// of items, or a collection (references, or items under root). An error
// stands for one document or item that could not be read, and the next ones
// follow, unless r itself fails. Keys that the entry format has no place for
// are kept: alt_numbers, alt_titles, authors, edition, stage, relations, other
// dates, and under relaton all else but book-keeping.
func Decode(r io.Reader, yaml bool) iter.Seq2[[]byte, error] {
	if yaml {
		return decodeYAML(r)
	}
	return func(yield func([]byte, error) bool) {
		for row, err := range jsonrows.Rows(r) {
			if err != nil {
				yield(nil, err)
				return
			}
			tree, err := any(nil), row.Err
			if err == nil {
				tree, err = parseJSON(row.Raw)
			}
			if err != nil {
				if !yield(nil, atLine(row.At, err)) {
					return
				}
				continue
			}
			if !entries(tree, row.At, yield) {
				return
			}
		}
	}
}

func decodeYAML(r io.Reader) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		d := &documents{r: jsonrows.Text(r), line: 1}
		d.each(func(u unit) bool {
			if u.err != nil {
				return yield(nil, atLine(u.line, u.err))
			}
			tree, err := parseYAML(u.text, u.line)
			if err == nil {
				return entries(tree, u.line, yield)
			}
			items := splitItems(u)
			if len(items) < 2 {
				return yield(nil, atLine(u.line, err))
			}
			// A collection with one bad item: the others are good.
			for _, item := range items {
				tree, err := parseYAML(item.text, item.line)
				if err != nil {
					if !yield(nil, atLine(item.line, err)) {
						return false
					}
				} else if !entries(tree, item.line, yield) {
					return false
				}
			}
			return true
		})
	}
}

func atLine(line int64, err error) error {
	var e *corpus.Error
	out := corpus.Errorf(corpus.InvalidArgument, "the document at line %d: %w", line, err)
	if errors.As(err, &e) {
		out.Kind, out.Hint = e.Kind, ""
	}
	return out
}

// collections are keys whose lists hold items.
var collections = []string{"references", "items", "bibitems", "bibliography", "entries", "data"}

// entries gives out the items of a document, however it holds them.
func entries(tree any, line int64, yield func([]byte, error) bool) bool {
	switch t := tree.(type) {
	case nil:
		return true
	case []any:
		for _, item := range t {
			if !entries(item, line, yield) {
				return false
			}
		}
		return true
	case map[string]any:
		if root, ok := t["root"].(map[string]any); ok {
			t = root
		}
		if t["docid"] == nil && t["docidentifier"] == nil {
			for _, key := range collections {
				if list, ok := t[key].([]any); ok {
					return entries(list, line, yield)
				}
			}
		}
		out, err := entry(t)
		if err != nil {
			err = atLine(line, err)
		}
		return yield(out, err)
	}
	return yield(nil, atLine(line, corpus.Errorf(corpus.InvalidArgument, "want a bibliographic item with keys and values")))
}
