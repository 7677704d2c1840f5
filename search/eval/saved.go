package eval

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"chabiao/corpus"
)

// maxSaved bounds a file of saved queries.
const maxSaved = 1_000_000

// Save writes the queries made by rule, one JSON object a line, so that the
// same ones can be asked after a change that would make others, such as one of
// the dictionary.
func (c *Collection) Save(w io.Writer) (err error) {
	defer corpus.Wrap(&err, "save the queries")
	b := bufio.NewWriter(w)
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	for _, q := range c.Queries {
		if c.judged[q.Set] {
			continue
		}
		if err := enc.Encode(q); err != nil {
			return err
		}
	}
	return b.Flush()
}

// Load reads what Save wrote.
func Load(r io.Reader) (_ []Query, err error) {
	defer corpus.Wrap(&err, "read saved queries")
	dec := json.NewDecoder(r)
	out := []Query{}
	for {
		var q Query
		err := dec.Decode(&q)
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err == nil {
			err = q.check()
		}
		if err != nil {
			return nil, corpus.Errorf(corpus.InvalidArgument, "query %d: %w", len(out)+1, err).WithHint("give a file that --save-sets wrote")
		}
		if len(out) == maxSaved {
			return nil, corpus.Errorf(corpus.TooLarge, "more than %d queries", maxSaved)
		}
		out = append(out, q)
	}
}

// check refuses what can't be measured.
func (q *Query) check() error {
	if q.Set == "" || q.Text == "" || strings.ContainsAny(q.Set+q.Part+q.Text, "\t\n") {
		return errors.New("set and text must be there, without tabs and line ends")
	}
	if (q.Reach == nil) == (len(q.Wants) == 0) {
		return errors.New("either wants or reach must be there")
	}
	for _, w := range q.Wants {
		if w.Grade < GradeNear || w.Grade > GradeExact || len(w.Keys) == 0 {
			return fmt.Errorf("a want of grade %d with %d keys", w.Grade, len(w.Keys))
		}
	}
	return nil
}
