// Package inverted makes the segments of the index: it gathers inverted lists
// document by document, writes them as segments of bleve's zap format, and
// merges such segments. bleve itself does the rest: snapshots, persistence,
// recovery, merge plans, readers.
//
// Our postings are plain sets of documents (see package schema). bleve's own
// maker of segments takes a map of tokens a field and document, looks every
// token up twice, and writes a byte of frequency for each posting; its merger
// reads all those bytes again. Here a token is looked up once, a posting costs
// nothing beside its place in the bitmap, and merging adds bitmaps.
//
// The files can be opened by zap, which is how they are read, but not be merged
// by it: it takes a posting without frequency for the end of the list. They
// therefore bear a type of their own, and an index names it.
//
// Format: github.com/blevesearch/zapx/v17, zap.md and section.go.
package inverted

import (
	"fmt"
	"math"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"
	zap "github.com/blevesearch/zapx/v17"
)

// Type and Version name this kind of segment to bleve.
const (
	Type    = "chabiao-sets"
	Version = 1
)

// Config adds to an index's settings what makes it use these segments.
func Config(settings map[string]any) map[string]any {
	settings["forceSegmentType"] = Type
	settings["forceSegmentVersion"] = Version
	return settings
}

func init() { scorch.RegisterSegmentPlugin(plugin{}, false) }

// plugin is what bleve calls.
type plugin struct{}

func (plugin) Type() string    { return Type }
func (plugin) Version() uint32 { return Version }

func (p plugin) New(docs []index.Document) (segment.Segment, uint64, error) {
	return p.NewUsing(docs, nil)
}

// NewUsing makes the segment of a chunk, which comes in the guise of one
// document (see Chunk.Batch).
func (plugin) NewUsing(docs []index.Document, config map[string]any) (segment.Segment, uint64, error) {
	if len(docs) == 1 {
		if c, ok := docs[0].(*carrier); ok {
			return c.chunk.segment(config)
		}
	}
	return nil, 0, fmt.Errorf("inverted: %d documents are no chunk", len(docs))
}

func (p plugin) Open(path string) (segment.Segment, error) { return p.OpenUsing(path, nil) }

func (plugin) OpenUsing(path string, config map[string]any) (segment.Segment, error) {
	return (&zap.ZapPlugin{}).OpenUsing(path, config)
}

func (p plugin) Merge(segs []segment.Segment, drops []*roaring.Bitmap, path string, closed chan struct{}, s segment.StatsReporter) ([][]uint64, uint64, error) {
	return p.MergeUsing(segs, drops, path, closed, s, nil)
}

func (plugin) MergeUsing(segs []segment.Segment, drops []*roaring.Bitmap, path string, closed chan struct{}, s segment.StatsReporter, _ map[string]any) ([][]uint64, uint64, error) {
	return merge(segs, drops, path, closed, s)
}

// dropped stands for the new number of a document that a merge left out.
const dropped = math.MaxUint64
