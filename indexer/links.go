package indexer

import (
	"encoding/json"
	"strconv"
	"strings"

	"chabiao/corpus"
)

// links resolves relations that name other rows of the file by an id instead
// of a number, as ISO Open Data has them. columns keeps the ids under the extra
// keys of their headings; those that a row of the file bears become its number,
// the others stay where they are. It holds some thirty bytes a row with an id.
type links struct {
	ids     map[int64]uint32 // by id: the row that bears it
	wanting []uint32         // rows that name others
	shown   []shownRow       // samples among them
}

// shownRow is a sample of a report whose row names others.
type shownRow struct {
	part, sample int
	row          uint32
}

// maxLinks bounds the ids and the rows of one file that are remembered.
const maxLinks = 8 << 20

// idKeys are the extra keys that hold ids, and where their numbers belong.
var idKeys = [...]struct {
	key string
	dst func(*corpus.Entry) *[]string
}{
	{"replaces", func(e *corpus.Entry) *[]string { return &e.Replaces }},
	{"replacedBy", func(e *corpus.Entry) *[]string { return &e.ReplacedBy }},
}

// add notes the id of a staged row; it reports whether the row names others.
func (l *links) add(row uint32, e *corpus.Entry) bool {
	id, _ := strconv.ParseInt(strings.Trim(string(e.Extra["id"]), `"`), 10, 64)
	if id <= 0 || len(l.ids) >= maxLinks {
		return false
	}
	if l.ids == nil {
		l.ids = make(map[int64]uint32)
	}
	l.ids[id] = row
	for _, k := range idKeys {
		if len(idList(e.Extra[k.key])) > 0 && len(l.wanting) < maxLinks {
			l.wanting = append(l.wanting, row)
			return true
		}
	}
	return false
}

// resolve gives an entry the numbers of the rows that it names.
func (l *links) resolve(e *corpus.Entry, number func(row uint32) (string, error)) error {
	if len(l.ids) == 0 {
		return nil
	}
	for _, k := range idKeys {
		ids := idList(e.Extra[k.key])
		var left []int64
		for _, id := range ids {
			row, ok := l.ids[id]
			if !ok {
				left = append(left, id)
				continue
			}
			n, err := number(row)
			if err != nil {
				return err
			}
			*k.dst(e) = append(*k.dst(e), n)
		}
		switch {
		case len(left) == len(ids):
		case len(left) == 0:
			delete(e.Extra, k.key)
		default:
			e.Extra[k.key], _ = json.Marshal(left) // numbers can be written
		}
	}
	return nil
}

// idList reads a list of ids; nil when it is none.
func idList(v json.RawMessage) []int64 {
	if len(v) == 0 || v[0] != '[' {
		return nil
	}
	var ids []int64
	if json.Unmarshal(v, &ids) != nil {
		return nil
	}
	return ids
}
