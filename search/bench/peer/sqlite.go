package peer

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"chabiao/corpus"
)

// sqlitePeer searches with FTS5. It keeps the statements it has prepared, of
// which there are as many as shapes of questions.
type sqlitePeer struct {
	db    *sql.DB
	built Built
	stmts map[string]*sql.Stmt
}

func openSQLite(path string, built Built) (Peer, error) {
	// Whole files are mapped, so that pages are not copied.
	db, err := openSQLiteFile(filepath.Join(path, sqliteFile), "ro", "query_only(1)", "mmap_size(17179869184)")
	if err != nil {
		return nil, err
	}
	if err := db.Ping(); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return &sqlitePeer{db, built, make(map[string]*sql.Stmt)}, nil
}

// Name implements Peer.
func (p *sqlitePeer) Name() string { return SQLite }

// Built implements Peer.
func (p *sqlitePeer) Built() Built { return p.built }

// Close implements Peer.
func (p *sqlitePeer) Close() error {
	var errs []error
	for _, st := range p.stmts {
		errs = append(errs, st.Close())
	}
	return errors.Join(append(errs, p.db.Close())...)
}

// Ask implements Peer.
func (p *sqlitePeer) Ask(ctx context.Context, q *Question, counts bool) (*Answer, error) {
	from, err := hitsOf(q)
	if err != nil {
		return nil, err
	}
	a := &Answer{}
	if !q.Uncount {
		if err := p.each(ctx, from.count(), from.args, func(rows *sql.Rows) error { return rows.Scan(&a.Total) }); err != nil {
			return nil, err
		}
	}
	err = p.each(ctx, from.page(), append(slices.Clone(from.args), q.Size, q.Offset), func(rows *sql.Rows) error {
		var row int64
		err := rows.Scan(&row)
		a.Rows = append(a.Rows, row)
		return err
	})
	if err != nil || !counts {
		return a, err
	}
	a.Facets = make(map[string]map[string]int64)
	for _, f := range facets {
		a.Facets[f.field] = make(map[string]int64)
	}
	return a, p.each(ctx, from.facets(), from.args, func(rows *sql.Rows) error {
		var field, value string
		var n int64
		if err := rows.Scan(&field, &value, &n); err != nil {
			return err
		}
		a.Facets[field][value] = n
		return nil
	})
}

func (p *sqlitePeer) each(ctx context.Context, statement string, args []any, do func(*sql.Rows) error) error {
	st := p.stmts[statement]
	if st == nil {
		var err error
		if st, err = p.db.PrepareContext(ctx, statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
		p.stmts[statement] = st
	}
	rows, err := st.QueryContext(ctx, args...)
	if err != nil {
		return fmt.Errorf("%s: %w", statement, err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := do(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// found is a set of hits in SQL.
type found struct {
	from  string // tables and conditions
	row   string // the column that tells the row
	order string // best first
	args  []any
}

// hitsOf writes a question in SQL. Filters are conditions on the table of
// entries.
func hitsOf(q *Question) (found, error) {
	f := found{from: "entry", row: "entry.row", order: "entry.row"}
	conditions := ""
	filters, args, err := filterConditions(q.Filters)
	if err != nil {
		return f, err
	}
	if len(filters) > 0 {
		conditions = strings.Join(filters, " AND ")
	}
	joined := func(table, row, condition, order string, arg ...any) {
		f = found{from: table, row: row, order: order, args: arg}
		if conditions != "" {
			f.from += " JOIN entry ON entry.row = " + row
			condition += " AND " + conditions
		}
		f.from += " WHERE " + condition
	}
	switch {
	case len(q.Words) > 0:
		joined("words", "words.rowid", "words MATCH ?", "rank", match(q))
	case len(q.Keys) > 0:
		var levels []string
		var keys []any
		for i, level := range q.Keys {
			levels = append(levels, fmt.Sprintf("SELECT row, %d AS level FROM number WHERE key IN (?%s)", i, strings.Repeat(", ?", len(level)-1)))
			for _, key := range level {
				keys = append(keys, key)
			}
		}
		joined(fmt.Sprintf("(SELECT row, min(level) AS level FROM (%s) GROUP BY row) AS named", strings.Join(levels, " UNION ALL ")), "named.row", "true", "named.level, named.row", keys...)
	case q.Begins != "":
		joined("number", "number.row", "number.key >= ? AND number.key < ?", "number.key", q.Begins, q.Begins+"\U0010ffff")
	case conditions != "":
		f.from += " WHERE " + conditions
	}
	f.args = append(f.args, args...)
	return f, nil
}

func (f *found) count() string { return "SELECT count(*) FROM " + f.from }

func (f *found) page() string {
	return fmt.Sprintf("SELECT %s FROM %s ORDER BY %s LIMIT ? OFFSET ?", f.row, f.from, f.order)
}

// facets counts all of them in one statement: the hits are gathered once, and
// each facet is a GROUP BY over them.
func (f *found) facets() string {
	var parts []string
	for _, c := range facets {
		table, value := "entry", "entry."+c.field
		if c.top {
			table, value = topTable(c.field), topTable(c.field)+".value"
		}
		from := table + " WHERE " + value + " IS NOT NULL"
		if f.from != "entry" {
			from = fmt.Sprintf("hit CROSS JOIN %s ON %s.row = hit.row WHERE %s IS NOT NULL", table, table, value)
		}
		parts = append(parts, fmt.Sprintf("SELECT '%s', %s, count(*) FROM %s GROUP BY %s", c.field, value, from, value))
	}
	all := strings.Join(parts, " UNION ALL ")
	if f.from == "entry" {
		return all
	}
	return fmt.Sprintf("WITH hit(row) AS MATERIALIZED (SELECT %s FROM %s) %s", f.row, f.from, all)
}

// filterConditions are the filters as conditions on the table of entries.
func filterConditions(filters map[string][]string) (conditions []string, args []any, err error) {
	known := 0
	for _, field := range slices.Concat(columns, several) {
		values := filters[field]
		if len(values) == 0 {
			continue
		}
		known++
		marks := "?" + strings.Repeat(", ?", len(values)-1)
		if slices.Contains(columns, field) {
			conditions = append(conditions, fmt.Sprintf("entry.%s IN (%s)", field, marks))
		} else {
			conditions = append(conditions, fmt.Sprintf("entry.row IN (SELECT row FROM %s WHERE value IN (%s))", manyTable(field), marks))
		}
		for _, v := range values {
			args = append(args, v)
		}
	}
	if known < len(filters) {
		err = corpus.Errorf(corpus.InvalidArgument, "peers have no such filter among %v", filters)
	}
	return conditions, args, err
}

// match writes words in FTS5's language.
func match(q *Question) string {
	words := make([]string, len(q.Words))
	for i, w := range q.Words {
		var ways []string
		for _, terms := range w.Ways {
			quoted := make([]string, len(terms))
			for k, t := range terms {
				quoted[k] = `"` + strings.ReplaceAll(t, `"`, `""`) + `"`
				if w.Start {
					quoted[k] += " *"
				}
			}
			ways = append(ways, "("+strings.Join(quoted, " AND ")+")")
		}
		words[i] = "(" + strings.Join(ways, " OR ") + ")"
	}
	var any []string
	choose(len(words), q.atleast(), func(pick []int) {
		all := make([]string, len(pick))
		for i, p := range pick {
			all[i] = words[p]
		}
		any = append(any, "("+strings.Join(all, " AND ")+")")
	})
	return strings.Join(any, " OR ")
}

// maxChoices bounds the ways to choose some of the words, which FTS5 must be
// told one by one.
const maxChoices = 100

// choose tells the ways to choose k of n places, maxChoices at the most.
func choose(n, k int, tell func([]int)) {
	left := maxChoices
	var from func(pick []int, first int)
	from = func(pick []int, first int) {
		if len(pick) == k {
			left--
			tell(pick)
			return
		}
		for i := first; i <= n-(k-len(pick)) && left > 0; i++ {
			from(append(pick, i), i+1)
		}
	}
	from(make([]int, 0, k), 0)
}
