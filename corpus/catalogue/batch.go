package catalogue

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"chabiao/corpus"
)

// States of an import batch.
const (
	BatchRunning     = "running"
	BatchDone        = "done"
	BatchFailed      = "failed"      // ended with an error; what it had committed stands
	BatchInterrupted = "interrupted" // its process died; what it had committed stands
)

// Counts tells what became of the rows of a batch. New, Changed, Unchanged
// and Rejected add up to Read.
type Counts struct {
	Read      int64 `json:"read"`
	New       int64 `json:"new"`
	Changed   int64 `json:"changed"`
	Unchanged int64 `json:"unchanged"`
	Rejected  int64 `json:"rejected"`
	Warnings  int64 `json:"warnings"`
}

// Add adds other's counts.
func (c *Counts) Add(other Counts) {
	c.Read += other.Read
	c.New += other.New
	c.Changed += other.Changed
	c.Unchanged += other.Unchanged
	c.Rejected += other.Rejected
	c.Warnings += other.Warnings
}

// File is one file of a batch.
type File struct {
	Name   string `json:"name"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// Batch is one import: who brought what, when, and what became of it.
type Batch struct {
	ID       int64     `json:"batch"`
	State    string    `json:"state"`
	Who      string    `json:"who"`
	Started  time.Time `json:"started"`
	Finished time.Time `json:"finished,omitzero"`
	Files    []File    `json:"files"`
	Error    string    `json:"error,omitempty"`
	Revision int64     `json:"revision"`
	Counts
}

// BeginBatch opens a batch.
func (c *Catalogue) BeginBatch(ctx context.Context, who string, files []File) (int64, error) {
	list, err := json.Marshal(files)
	if err != nil {
		return 0, err
	}
	res, err := c.w.ExecContext(ctx, `INSERT INTO batch (state, who, started, files, revision) SELECT ?, ?, ?, ?, revision FROM state`,
		BatchRunning, who, timeText(time.Now()), string(list))
	if err != nil {
		return 0, err
	}
	return res.LastInsertId()
}

// SetFiles notes the files of a batch once they have been read through.
func (c *Catalogue) SetFiles(ctx context.Context, id int64, files []File) error {
	list, err := json.Marshal(files)
	if err != nil {
		return err
	}
	_, err = c.w.ExecContext(ctx, `UPDATE batch SET files = ? WHERE id = ?`, string(list), id)
	return err
}

// FinishBatch closes a batch as done or, given an error, as failed. It
// outlives the cancelling of the import's own context, which is often why a
// batch fails.
func (c *Catalogue) FinishBatch(id int64, failure error) error {
	state, text := BatchDone, ""
	if failure != nil {
		state, text = BatchFailed, failure.Error()
	}
	_, err := c.w.Exec(`UPDATE batch SET state = ?, error = ?, finished = ? WHERE id = ?`, state, text, timeText(time.Now()), id)
	return err
}

// CloseInterrupted marks the batches that a dead process left running and
// returns their ids. Only the process that holds the data directory calls it.
func (c *Catalogue) CloseInterrupted(ctx context.Context) ([]int64, error) {
	rows, err := c.w.QueryContext(ctx, `UPDATE batch SET state = ?, finished = ?, error = ? WHERE state = ? RETURNING id`,
		BatchInterrupted, timeText(time.Now()), "the importing process ended before the batch did; import the same files again to go on", BatchRunning)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var ids []int64
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

const batchColumns = `id, state, who, started, finished, files, error, revision, read, new, changed, unchanged, rejected, warnings`

func scanBatch(scan func(...any) error) (*Batch, error) {
	var b Batch
	var started, finished, files string
	err := scan(&b.ID, &b.State, &b.Who, &started, &finished, &files, &b.Error, &b.Revision,
		&b.Read, &b.New, &b.Changed, &b.Unchanged, &b.Rejected, &b.Warnings)
	if err != nil {
		return nil, err
	}
	b.Started, b.Finished = parseTime(started), parseTime(finished)
	return &b, json.Unmarshal([]byte(files), &b.Files)
}

// Batches lists the newest batches first, limit at the most.
func (c *Catalogue) Batches(ctx context.Context, limit int) ([]*Batch, error) {
	rows, err := c.read.QueryContext(ctx, `SELECT `+batchColumns+` FROM batch ORDER BY id DESC LIMIT ?`, limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := []*Batch{}
	for rows.Next() {
		b, err := scanBatch(rows.Scan)
		if err != nil {
			return nil, err
		}
		out = append(out, b)
	}
	return out, rows.Err()
}

// Batch finds one batch.
func (c *Catalogue) Batch(ctx context.Context, id int64) (*Batch, error) {
	b, err := scanBatch(c.read.QueryRowContext(ctx, `SELECT `+batchColumns+` FROM batch WHERE id = ?`, id).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, corpus.Errorf(corpus.NotFound, "no import %d", id).WithHint("'chabiao imports list' shows those that ran")
	}
	return b, err
}

func timeText(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func parseTime(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return time.Time{}
	}
	return t
}
