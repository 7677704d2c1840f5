package jsonrows

import (
	"encoding/json"

	"chabiao/corpus"
)

// lookAhead is how far into an object a wrapped array may begin.
const lookAhead = 1 << 20

// wrapperNames are the keys under which services and tools put their rows.
var wrapperNames = set("data", "rows", "row", "list", "items", "records", "record", "result", "results", "entries", "standards",
	"references", "root", "hits", "docs", "documents", "response", "content", "value", "values", "objects", "body", "payload", "page", "数据", "列表", "结果", "标准")

// rowNames are keys that only a row has: an object with a text or a list
// under one of them wraps nothing.
var rowNames = set("number", "docid", "docidentifier", "docnumber", "standard_number", "标准号", "标准编号")

// textNames are keys whose lists belong to a row, so that they are not taken
// for a list of rows under an unknown name.
var textNames = set("title", "adopts", "relation", "relations", "contributor", "abstract", "date", "link", "ics", "ccs")

func set(names ...string) map[string]bool {
	m := make(map[string]bool, len(names))
	for _, name := range names {
		m[name] = true
	}
	return m
}

// wrapper reports whether the object that begins here wraps an array of rows:
// where in the rest the array begins, and how many objects stand around it.
// The first object of a file decides whether later ones are looked at.
func (s *scanner) wrapper() (at, depth int, ok bool) {
	if s.asked && !s.wraps {
		return 0, 0, false
	}
	var head []byte
	for size := chunk / 4; ; size *= 4 {
		// Most files show what they are early; so a pipe need not fill the whole look-ahead.
		head = s.ahead(min(size, lookAhead))
		var sure bool
		at, depth, ok, sure = findWrapped(head, 1, s.err != nil && len(head) == len(s.rest()))
		if sure || len(head) < size || size >= lookAhead {
			break
		}
	}
	if !s.asked {
		s.asked, s.wraps = true, ok
	}
	return at, depth, ok
}

// unwrap reads the rows of the wrapped array at the place at of the rest, and
// passes over what stands around it.
func (s *scanner) unwrap(at, depth int) error {
	s.skip(at + 1)
	if err := s.array(); err != nil || s.stopped {
		return err
	}
	s.bal.reopen(depth)
	for {
		n, done, err := s.bal.scan(s.rest())
		s.skip(n)
		if err != nil {
			return s.fatal(err)
		}
		if done {
			return nil
		}
		if !s.more() {
			if err := s.readErr(); err != nil {
				return err
			}
			return s.fatal(corpus.Errorf(corpus.InvalidArgument, "the file ends before the closing } around its list"))
		}
	}
}

// findWrapped looks for the array in an object, as far as p shows it. A key of
// wrapperNames is enough; another key counts when the object holds but one
// list of objects, scalars beside it, and nothing follows it. sure says that
// more text would not change the answer.
func findWrapped(p []byte, depth int, whole bool) (at, level int, ok, sure bool) {
	var b balance
	candidate, others := -1, false
	i := spaces(p, 1)
	for i < len(p) && p[i] == '"' {
		end, err := b.text(p, i+1)
		if err != nil || b.str {
			break
		}
		var key string
		if json.Unmarshal(p[i:end], &key) != nil {
			return 0, 0, false, true
		}
		i = spaces(p, end)
		if i >= len(p) || p[i] != ':' {
			break
		}
		i = spaces(p, i+1)
		if i >= len(p) {
			break
		}
		if rowNames[key] && kinds[p[i]] == structural {
			return 0, 0, false, true
		}
		rows := false
		if p[i] == '[' {
			j := spaces(p, i+1)
			if j >= len(p) {
				break
			}
			rows = p[j] == '{'
			if wrapperNames[key] && (rows || p[j] == ']') {
				return i, depth, true, true
			}
		}
		if p[i] == '{' && wrapperNames[key] && depth < 4 {
			if at, level, ok, sure := findWrapped(p[i:], depth+1, false); ok {
				return i + at, level, true, sure
			}
		}
		switch {
		case rows && candidate < 0 && !textNames[key]:
			candidate = i
		case p[i] == '[' || p[i] == '{':
			others = true
		}
		if i, ok = afterValue(p, i); !ok {
			break
		}
		i = spaces(p, i)
		if i < len(p) && p[i] == ',' {
			i = spaces(p, i+1)
		}
	}
	if candidate < 0 || others {
		return 0, 0, false, others || i < len(p)
	}
	if i < len(p) && p[i] == '}' { // the object ended: is it alone?
		end := spaces(p, i+1)
		return candidate, depth, whole && end == len(p), end < len(p)
	}
	return candidate, depth, len(p) >= lookAhead, false
}

// afterValue is the place behind the value at i; not ok when p ends before it.
func afterValue(p []byte, i int) (int, bool) {
	var b balance
	switch p[i] {
	case '{', '[':
		n, done, err := b.scan(p[i:])
		return i + n, done && err == nil
	case '"':
		end, err := b.text(p, i+1)
		return end, err == nil && !b.str
	}
	start := i
	for i < len(p) && kinds[p[i]] == literal {
		i++
	}
	return i, i > start && i < len(p)
}

// spaces is the first place, i or later, that is not white space.
func spaces(p []byte, i int) int {
	for i < len(p) && kinds[p[i]] == space {
		i++
	}
	return i
}
