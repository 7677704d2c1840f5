package catalogue

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"iter"
	"strings"

	"chabiao/corpus"

	"github.com/klauspost/compress/zstd"
	"golang.org/x/sync/errgroup"
)

// Source rows lie in blocks: row number, length and bytes of each row, all
// compressed together.
var (
	blockEncoder, _ = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1))
	blockDecoder, _ = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(1<<30))
)

func appendSourceRow(block []byte, line int64, raw []byte) []byte {
	block = binary.AppendUvarint(block, uint64(line))
	block = binary.AppendUvarint(block, uint64(len(raw)))
	return append(block, raw...)
}

// sourceBlock is how many bytes of source rows are compressed together.
const sourceBlock = 256 << 10

// sourceBlocks is how many blocks wait to be written, at the most.
const sourceBlocks = 16

// sourceWriter keeps the source rows of one transaction.
type sourceWriter struct {
	t     *txn
	batch int64
	next  int64  // the id under which block will be written
	block []byte // rows not yet compressed
	work  errgroup.Group
	done  []sourceData // compressed, or on the way to it
}

type sourceData struct {
	id   int64
	data []byte
}

func newSourceWriter(t *txn, batch int64) (*sourceWriter, error) {
	next, err := queryInt(t.ctx, t, `SELECT coalesce(max(id), 0) + 1 FROM source_block`)
	return &sourceWriter{t: t, batch: batch, next: next, done: make([]sourceData, 0, sourceBlocks)}, err
}

// keep notes a row and returns the id of its block.
func (w *sourceWriter) keep(r *Row) (int64, error) {
	id := w.next
	w.block = appendSourceRow(w.block, r.Line, r.Raw)
	if len(w.block) < sourceBlock {
		return id, nil
	}
	w.seal()
	if len(w.done) < sourceBlocks {
		return id, nil
	}
	return id, w.write()
}

// seal compresses the block aside, while entries are written.
func (w *sourceWriter) seal() {
	if len(w.block) == 0 {
		return
	}
	block, at := w.block, len(w.done)
	w.done = append(w.done, sourceData{id: w.next})
	d := &w.done[at]
	w.work.Go(func() error {
		d.data = blockEncoder.EncodeAll(block, nil)
		return nil
	})
	w.block = make([]byte, 0, sourceBlock)
	w.next++
}

func (w *sourceWriter) write() error {
	if err := w.work.Wait(); err != nil {
		return err
	}
	for _, d := range w.done {
		if _, err := w.t.ExecContext(w.t.ctx, `INSERT INTO source_block (id, batch, data) VALUES (?, ?, ?)`, d.id, w.batch, d.data); err != nil {
			return err
		}
	}
	w.done = w.done[:0]
	return nil
}

func (w *sourceWriter) finish() error {
	w.seal()
	return w.write()
}

// SourceRow is the row, as its file held it, that last changed an entry.
// Its Line and Block say which; after an undo that is a row of an earlier
// batch than the record's own.
func (c *Catalogue) SourceRow(ctx context.Context, r *Record) ([]byte, error) {
	missing := corpus.Errorf(corpus.NotFound, "no source row %d of import %d", r.Line, r.Batch)
	var data []byte
	err := c.read.QueryRowContext(ctx, `SELECT data FROM source_block WHERE id = ?`, r.Block).Scan(&data)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, missing
	}
	if err != nil {
		return nil, err
	}
	block, err := blockDecoder.DecodeAll(data, nil)
	if err != nil {
		return nil, err
	}
	for len(block) > 0 {
		n, size := binary.Uvarint(block)
		if size <= 0 {
			break
		}
		block = block[size:]
		length, size := binary.Uvarint(block)
		if size <= 0 || length > uint64(len(block)-size) {
			break
		}
		raw := block[size : size+int(length)]
		if int64(n) == r.Line {
			return raw, nil
		}
		block = block[size+int(length):]
	}
	return nil, missing
}

// Reject is a row that was not taken.
type Reject struct {
	Line     int64  `json:"row"`  // number of the row in the batch, from 1
	File     string `json:"file"` // name of its file
	At       int64  `json:"line"` // line in the file, from 1
	Reason   string `json:"reason"`
	ReasonZH string `json:"reason_zh,omitempty"` // the same in Chinese; empty where reason has both
	Raw      []byte `json:"-"`                   // the row as it was
}

// Reasons is the reason in both languages, for a file that whoever mends it
// reads.
func (r *Reject) Reasons() string { return strings.TrimSpace(r.ReasonZH + " " + r.Reason) }

// Rejects walks the rejected rows of a batch in order, limit at the most; no
// limit when 0.
func (c *Catalogue) Rejects(ctx context.Context, batch int64, limit int) iter.Seq2[*Reject, error] {
	if limit <= 0 {
		limit = -1
	}
	return func(yield func(*Reject, error) bool) {
		rows, err := c.read.QueryContext(ctx, `SELECT line, file, at, reason, reason_zh, raw FROM reject WHERE batch = ? ORDER BY line LIMIT ?`, batch, limit)
		if err != nil {
			yield(nil, err)
			return
		}
		defer rows.Close()
		for rows.Next() {
			var r Reject
			if err := rows.Scan(&r.Line, &r.File, &r.At, &r.Reason, &r.ReasonZH, &r.Raw); err != nil {
				yield(nil, err)
				return
			}
			if !yield(&r, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(nil, err)
		}
	}
}
