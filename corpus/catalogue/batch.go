package catalogue

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"chabiao/corpus"
)

// States of a batch.
const (
	BatchRunning     = "running"
	BatchDone        = "done"
	BatchFailed      = "failed"      // ended with an error; what it had committed stands
	BatchInterrupted = "interrupted" // its process died, or the disk was full; what it had committed stands
	BatchUndoing     = "undoing"     // is being taken back; nothing else is written meanwhile
	BatchUndone      = "undone"      // was taken back by the batch UndoneBy
)

// Modes of a batch.
const (
	ModeUpdate  = "update"  // lays rows over the catalogue
	ModeReplace = "replace" // is all that its source holds: what it lacks has vanished from the source
	ModeUndo    = "undo"    // takes another batch back
)

// Counts tells what became of the rows of a batch. New, Changed, Unchanged,
// Rejected and Removed add up to Read. For an undo the rows are the entries
// that the other batch had touched.
type Counts struct {
	Read      int64 `json:"read"`
	New       int64 `json:"new"`
	Changed   int64 `json:"changed"`
	Unchanged int64 `json:"unchanged"`
	Rejected  int64 `json:"rejected"`
	Removed   int64 `json:"removed,omitempty"` // entries that an undo took out of the catalogue
	Vanished  int64 `json:"vanished"`          // entries that the source no longer holds; they are no rows
	Warnings  int64 `json:"warnings"`
}

// Add adds other's counts.
func (c *Counts) Add(other Counts) {
	c.Read += other.Read
	c.New += other.New
	c.Changed += other.Changed
	c.Unchanged += other.Unchanged
	c.Rejected += other.Rejected
	c.Removed += other.Removed
	c.Vanished += other.Vanished
	c.Warnings += other.Warnings
}

// File is one file of a batch.
type File struct {
	Name   string `json:"name"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// Batch is one import, or the taking back of one: who brought what, when, and
// what became of it.
type Batch struct {
	ID       int64           `json:"batch"`
	State    string          `json:"state"`
	Who      string          `json:"who"`
	Source   string          `json:"source,omitempty"`
	Mode     string          `json:"mode"`
	Options  json.RawMessage `json:"options,omitempty"` // as the importer gave them
	Started  time.Time       `json:"started"`
	Finished time.Time       `json:"finished,omitzero"`
	Files    []File          `json:"files"`
	Paths    []string        `json:"-"` // where the files lie; not for other people's eyes
	Error    string          `json:"error,omitempty"`
	ErrorZH  string          `json:"error_zh,omitempty"`  // the same in Chinese, where there is such
	Revision int64           `json:"revision"`            // of the catalogue, reached by the batch so far
	Undoes   int64           `json:"undoes,omitempty"`    // the batch that this one takes back
	UndoneBy int64           `json:"undone_by,omitempty"` // the batch that takes, or took, this one back
	Counts

	root     int64 // the import at the end of the chain of Undoes; its own ID for an import
	dead     bool
	turnedBy int64
	was      string
	cursor   int64
	reopened bool
}

// Delivery is what is known of a batch before its first row.
type Delivery struct {
	Who     string
	Source  string          // name of the source, such as "lda"; may be empty
	Mode    string          // ModeUpdate when empty; ModeReplace needs a Source
	Options json.RawMessage // mapping, preset, encoding …: kept for the record and for going on
	Files   []File
	Paths   []string // where the files lie, so that an interrupted batch can go on
}

// Begin opens a batch.
func (c *Catalogue) Begin(ctx context.Context, d Delivery) (id int64, err error) {
	defer wrapFault(&err, "begin a batch")
	switch {
	case d.Mode == "":
		d.Mode = ModeUpdate
	case d.Mode != ModeUpdate && d.Mode != ModeReplace:
		return 0, corpus.Errorf(corpus.InvalidArgument, "no mode %q", d.Mode).WithField("mode").WithHint("use %s or %s", ModeUpdate, ModeReplace)
	case d.Mode == ModeReplace && d.Source == "":
		return 0, corpus.Errorf(corpus.InvalidArgument, "a full replacement needs to know what it replaces").
			WithField("source").WithHint("name the source of the delivery")
	}
	if len(d.Source) > maxName || !utf8.ValidString(d.Source) || strings.ContainsFunc(d.Source, unicode.IsControl) {
		return 0, corpus.Errorf(corpus.InvalidArgument, "%.40q is no name for a source", d.Source).
			WithField("source").WithHint("give a name of at most %d bytes without control characters", maxName)
	}
	if len(d.Options) > 0 && !json.Valid(d.Options) {
		return 0, corpus.Errorf(corpus.InvalidArgument, "options of the batch are not JSON").WithField("options").WithHint("give one JSON value")
	}
	files, err := json.Marshal(d.Files)
	if err != nil {
		return 0, err
	}
	paths, err := json.Marshal(d.Paths)
	if err != nil {
		return 0, err
	}
	defer c.reads.reach.moved()
	res, err := c.w.ExecContext(ctx, `INSERT INTO batch (state, who, started, files, source, mode, options, paths, revision)
		SELECT ?, ?, ?, ?, ?, ?, ?, ?, revision FROM state`,
		BatchRunning, d.Who, timeText(time.Now()), string(files), d.Source, d.Mode, string(d.Options), string(paths))
	if err != nil {
		return 0, err
	}
	return res.LastInsertId()
}

// SetFiles notes the files of a batch once they have been read through.
func (c *Catalogue) SetFiles(ctx context.Context, id int64, files []File) (err error) {
	defer wrapFault(&err, "note the files of import %d", id)
	list, err := json.Marshal(files)
	if err != nil {
		return err
	}
	_, err = c.w.ExecContext(ctx, `UPDATE batch SET files = ? WHERE id = ?`, string(list), id)
	return err
}

// FinishBatch closes a batch as done; as interrupted, when it was stopped by
// what may pass, such as a full disk; or, given any other error, as failed. It
// outlives the cancelling of the import's own context, which is often why a
// batch fails.
func (c *Catalogue) FinishBatch(id int64, failure error) (err error) {
	defer wrapFault(&err, "close import %d", id)
	state, text, zh := BatchDone, "", ""
	if failure != nil {
		state, text, zh = BatchFailed, failure.Error(), inChinese(failure)
		if corpus.KindOf(failure) == corpus.Unavailable {
			state = BatchInterrupted
		}
	}
	_, err = c.w.Exec(`UPDATE batch SET state = ?, error = ?, error_zh = ?, finished = ? WHERE id = ?`, state, text, zh, timeText(time.Now()), id)
	return err
}

// inChinese says in Chinese why a batch stopped.
func inChinese(failure error) string {
	if zh := corpus.Chinese(failure); zh != "" || !errors.Is(failure, context.Canceled) {
		return zh
	}
	return "被要求停止。已经写入的内容保留。"
}

const batchColumns = `id, state, who, source, mode, options, started, finished, files, paths, error, error_zh, revision, undoes, undone_by,
	read, new, changed, unchanged, rejected, removed, vanished, warnings, root, dead, turned_by, was, cursor, reopened`

func scanBatch(scan func(...any) error) (*Batch, error) {
	var b Batch
	var started, finished, files, paths, options string
	err := scan(&b.ID, &b.State, &b.Who, &b.Source, &b.Mode, &options, &started, &finished, &files, &paths, &b.Error, &b.ErrorZH, &b.Revision, &b.Undoes, &b.UndoneBy,
		&b.Read, &b.New, &b.Changed, &b.Unchanged, &b.Rejected, &b.Removed, &b.Vanished, &b.Warnings,
		&b.root, &b.dead, &b.turnedBy, &b.was, &b.cursor, &b.reopened)
	if err != nil {
		return nil, err
	}
	b.Started, b.Finished = parseTime(started), parseTime(finished)
	if b.root == 0 {
		b.root = b.ID
	}
	if options != "" {
		b.Options = json.RawMessage(options)
	}
	if paths != "" {
		if err := json.Unmarshal([]byte(paths), &b.Paths); err != nil {
			return nil, fmt.Errorf("paths of batch %d: %w", b.ID, err)
		}
	}
	if err := json.Unmarshal([]byte(files), &b.Files); err != nil {
		return nil, fmt.Errorf("files of batch %d: %w", b.ID, err)
	}
	return &b, nil
}

// Batches lists the newest batches first, limit at the most.
func (c *Catalogue) Batches(ctx context.Context, limit int) ([]*Batch, error) {
	return c.batches(ctx, `1 ORDER BY id DESC LIMIT ?`, limit)
}

// BatchesBefore lists those before a batch, the newest first, limit at the most.
func (c *Catalogue) BatchesBefore(ctx context.Context, id int64, limit int) ([]*Batch, error) {
	return c.batches(ctx, `id < ? ORDER BY id DESC LIMIT ?`, id, limit)
}

func (c *Catalogue) batches(ctx context.Context, where string, args ...any) ([]*Batch, error) {
	rows, err := c.read.QueryContext(ctx, `SELECT `+batchColumns+` FROM batch WHERE `+where, args...)
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
	return findBatch(ctx, c.read, id)
}

func findBatch(ctx context.Context, q rowQuerier, id int64) (*Batch, error) {
	b, err := scanBatch(q.QueryRowContext(ctx, `SELECT `+batchColumns+` FROM batch WHERE id = ?`, id).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, corpus.Errorf(corpus.NotFound, "no import %d", id).WithHint("'chabiao imports list' shows those that ran").WithZH("没有编号为 %d 的导入。", id)
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
