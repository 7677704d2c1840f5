package catalogue

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"chabiao/corpus"
)

// What names and mappings may measure, in bytes.
const (
	maxName    = 200 // of a mapping or a source
	maxMapping = 1 << 20
)

// SavedMapping is a mapping of columns that was kept under a name. What it
// says is the importer's business.
type SavedMapping struct {
	Name  string    `json:"name"`
	Saved time.Time `json:"saved"`
	Data  []byte    `json:"-"`
}

// SaveMapping keeps a mapping under a name; one of that name is replaced.
func (c *Catalogue) SaveMapping(ctx context.Context, name string, data []byte) (err error) {
	defer wrapFault(&err, "save the mapping")
	name = strings.TrimSpace(name)
	switch {
	case name == "" || len(name) > maxName || !utf8.ValidString(name) || strings.ContainsFunc(name, unicode.IsControl):
		return corpus.Errorf(corpus.InvalidArgument, "%q is no name for a mapping", name).
			WithField("name").WithHint("give a name of at most %d bytes without control characters", maxName)
	case len(data) > maxMapping:
		return corpus.Errorf(corpus.TooLarge, "the mapping has %d bytes", len(data)).WithHint("keep it under %d", maxMapping)
	}
	if data == nil {
		data = []byte{}
	}
	_, err = c.w.ExecContext(ctx, `INSERT INTO mapping (name, saved, data) VALUES (?, ?, ?)
		ON CONFLICT (name) DO UPDATE SET saved = excluded.saved, data = excluded.data`, name, timeText(time.Now()), data)
	return err
}

// Mapping finds a mapping by its name.
func (c *Catalogue) Mapping(ctx context.Context, name string) (data []byte, err error) {
	err = c.read.QueryRowContext(ctx, `SELECT data FROM mapping WHERE name = ?`, strings.TrimSpace(name)).Scan(&data)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, noMapping(name)
	}
	return data, err
}

// Mappings lists the mappings by name.
func (c *Catalogue) Mappings(ctx context.Context) ([]SavedMapping, error) {
	out := []SavedMapping{}
	err := eachRow(ctx, c.read, `SELECT name, saved, data FROM mapping ORDER BY name`, nil, func(scan func(...any) error) error {
		var m SavedMapping
		var saved string
		err := scan(&m.Name, &saved, &m.Data)
		m.Saved = parseTime(saved)
		out = append(out, m)
		return err
	})
	return out, err
}

// DeleteMapping forgets a mapping.
func (c *Catalogue) DeleteMapping(ctx context.Context, name string) (err error) {
	defer wrapFault(&err, "delete the mapping")
	res, err := c.w.ExecContext(ctx, `DELETE FROM mapping WHERE name = ?`, strings.TrimSpace(name))
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, noMapping(name))
	}
	return nil
}

func noMapping(name string) error {
	return corpus.Errorf(corpus.NotFound, "no mapping %q", name).WithField("name").WithHint("look which ones have been saved").
		WithZH("没有保存过名为“%s”的列对应。", name)
}

// SetReport keeps a batch's report, as JSON of the importer's own; an older
// one is replaced.
func (c *Catalogue) SetReport(ctx context.Context, id int64, data []byte) (err error) {
	defer wrapFault(&err, "keep the report of import %d", id)
	if data == nil {
		data = []byte{}
	}
	res, err := c.w.ExecContext(ctx, `INSERT INTO report (batch, data) SELECT id, ?2 FROM batch WHERE id = ?1
		ON CONFLICT (batch) DO UPDATE SET data = excluded.data`, id, data)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, corpus.Errorf(corpus.NotFound, "no import %d", id).WithHint("'chabiao imports list' shows those that ran").WithZH("没有编号为 %d 的导入。", id))
	}
	return nil
}

// Report reads a batch's report.
func (c *Catalogue) Report(ctx context.Context, id int64) (data []byte, err error) {
	err = c.read.QueryRowContext(ctx, `SELECT data FROM report WHERE batch = ?`, id).Scan(&data)
	if errors.Is(err, sql.ErrNoRows) {
		if _, err := c.Batch(ctx, id); err != nil {
			return nil, err
		}
		return nil, corpus.Errorf(corpus.NotFound, "import %d left no report", id).
			WithHint("imports that ended before it was written have none").WithZH("导入 %d 没有留下报告：它在写出报告之前就结束了。", id)
	}
	return data, err
}
