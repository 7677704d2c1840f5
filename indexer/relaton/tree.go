package relaton

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"chabiao/corpus"

	"go.yaml.in/yaml/v3"
)

// A document is a tree of map[string]any, []any and string; nil says nothing.
// Numbers, dates and booleans stay as they were written.

// parseYAML parses one document that begins at that line. Whatever is wrong
// with it is an error, faults of the parser included.
func parseYAML(text []byte, line int64) (tree any, err error) {
	defer func() {
		if p := recover(); p != nil {
			tree, err = nil, corpus.Errorf(corpus.InvalidArgument, "broken YAML: %v", p)
		}
	}()
	// A node takes some 200 bytes, and each needs one of these.
	if n := bytes.Count(text, []byte{'\n'}) + bytes.Count(text, []byte{','}) + bytes.Count(text, []byte{':'}); n > maxValues {
		return nil, errTooMany()
	}
	var node yaml.Node
	if err := yaml.Unmarshal(text, &node); err != nil {
		return nil, corpus.Errorf(corpus.InvalidArgument, "broken YAML: %s", fileLine(err, line))
	}
	b := budget{values: maxValues, text: maxText}
	return b.yaml(&node, 0)
}

// fileLine counts the line of an error of the parser from the file's beginning.
func fileLine(err error, first int64) string {
	s := strings.TrimPrefix(err.Error(), "yaml: ")
	rest, ok := strings.CutPrefix(s, "line ")
	num, rest, found := strings.Cut(rest, ":")
	if n, err := strconv.ParseInt(num, 10, 64); ok && found && err == nil {
		return fmt.Sprintf("line %d:%s", first+n-1, rest)
	}
	return s
}

func errTooMany() error {
	return corpus.Errorf(corpus.TooLarge, "it holds more than %d values or %d MiB of text, aliases counted", maxValues, maxText>>20).WithHint("split it into several documents")
}

// budget bounds what a document may become when its aliases are followed.
type budget struct{ values, text int }

func (b *budget) spend(text string, depth int) error {
	b.values--
	b.text -= len(text)
	switch {
	case b.values < 0 || b.text < 0:
		return errTooMany()
	case depth > maxDepth:
		return corpus.Errorf(corpus.InvalidArgument, "it is nested deeper than %d, or holds itself", maxDepth)
	}
	return nil
}

func (b *budget) yaml(n *yaml.Node, depth int) (any, error) {
	if err := b.spend(n.Value, depth); err != nil {
		return nil, err
	}
	switch n.Kind {
	case yaml.DocumentNode:
		if len(n.Content) == 1 {
			return b.yaml(n.Content[0], depth+1)
		}
	case yaml.AliasNode:
		if n.Alias != nil {
			return b.yaml(n.Alias, depth+1)
		}
	case yaml.ScalarNode:
		if n.ShortTag() != "!!null" {
			return n.Value, nil
		}
	case yaml.SequenceNode:
		list := make([]any, 0, len(n.Content))
		for _, c := range n.Content {
			v, err := b.yaml(c, depth+1)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		return list, nil
	case yaml.MappingNode:
		m := make(map[string]any, len(n.Content)/2)
		for i := 0; i+1 < len(n.Content); i += 2 {
			key, v := n.Content[i], n.Content[i+1]
			val, err := b.yaml(v, depth+1)
			if err != nil {
				return nil, err
			}
			if base, ok := val.(map[string]any); ok && key.ShortTag() == "!!merge" {
				for k, v := range base {
					add(m, k, v)
				}
				continue
			}
			// Ruby writes symbols as keys with a colon before them.
			add(m, strings.TrimPrefix(key.Value, ":"), val)
		}
		return m, nil
	}
	return nil, nil
}

// add sets a key that is not there yet: of a key that stands twice the first
// counts.
func add(m map[string]any, key string, v any) {
	if _, ok := m[key]; !ok {
		m[key] = v
	}
}

func parseJSON(text []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, corpus.Errorf(corpus.InvalidArgument, "broken JSON: %w", err)
	}
	b := budget{values: maxValues, text: maxText}
	return b.json(v, 0)
}

func (b *budget) json(v any, depth int) (any, error) {
	if err := b.spend("", depth); err != nil {
		return nil, err
	}
	var err error
	switch t := v.(type) {
	case map[string]any:
		for k, x := range t {
			if t[k], err = b.json(x, depth+1); err != nil {
				return nil, err
			}
		}
	case []any:
		for i, x := range t {
			if t[i], err = b.json(x, depth+1); err != nil {
				return nil, err
			}
		}
	case nil, string:
	default:
		return fmt.Sprint(t), nil
	}
	return v, nil
}

// list is v as a list: Relaton writes a single element without its list.
func list(v any) []any {
	switch t := v.(type) {
	case nil:
		return nil
	case []any:
		return t
	}
	return []any{v}
}

// dict is v as a map; empty when it is none.
func dict(v any) map[string]any {
	m, _ := v.(map[string]any)
	return m
}

// text is the words of v: itself, or what a map has under content, or one of
// the other keys that Relaton's models put words under.
func text(v any) string {
	for range 4 {
		switch t := v.(type) {
		case string:
			return strings.Join(strings.Fields(t), " ")
		case []any:
			if len(t) == 0 {
				return ""
			}
			v = t[0]
		case map[string]any:
			v = first(t, "content", "value", "id", "name", "at", "type")
		default:
			return ""
		}
	}
	return ""
}

// first is the first of the keys that m has.
func first(m map[string]any, keys ...string) any {
	for _, k := range keys {
		if v := m[k]; v != nil {
			return v
		}
	}
	return nil
}
