package indexer

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"reflect"
	"strings"
	"time"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
	"chabiao/indexer/columns"
	"chabiao/indexer/problem"
	"chabiao/indexer/source"
)

// Options of an import.
type Options struct {
	Settings
	Who   string // who imports, for the record
	Batch int64  // a batch that has been begun already; 0: the import begins one
	Today corpus.Date
	// Read holds what is not for the record: standard input, limits. Its other
	// fields come from the settings.
	Read source.Options
	// Progress is told, from one goroutine at a time, how far the import is.
	Progress func(Progress)
	// Note is told of every note on every row, if not nil.
	Note func(problem.Example)

	chunk int // rows a transaction writes; applyChunk when 0
}

// Settings are what a person may say of a delivery. They are kept with its
// batch, so that it can go on after a crash.
type Settings struct {
	Format    string            `json:"format,omitempty"`    // one of source.Formats; told by the files when empty
	Encoding  string            `json:"encoding,omitempty"`  // of texts
	Separator string            `json:"separator,omitempty"` // of delimited texts
	Sheet     string            `json:"sheet,omitempty"`     // of workbooks
	HeaderRow int               `json:"header_row,omitempty"`
	Preset    string            `json:"preset,omitempty"`
	Map       map[string]string `json:"map,omitempty"` // columns to fields: see columns.Options
	// Tables are mappings of single tables of a delivery, by the table's name as
	// the report has it; they come before Map.
	Tables  map[string]map[string]string `json:"tables,omitempty"`
	Mapping string                       `json:"mapping,omitempty"` // a mapping that was kept under this name
	Source  string                       `json:"source,omitempty"`  // whose delivery it is
	Replace bool                         `json:"replace,omitempty"` // the delivery is all that the source has
}

// Equal reports whether two settings read files alike.
func (s Settings) Equal(other Settings) bool {
	for _, x := range []*Settings{&s, &other} {
		if len(x.Map) == 0 {
			x.Map = nil
		}
		if len(x.Tables) == 0 {
			x.Tables = nil
		}
	}
	return reflect.DeepEqual(s, other)
}

// Progress of an import.
type Progress struct {
	Stage string `json:"stage"` // waiting, reading, checking, writing, indexing
	Rows  int64  `json:"rows"`  // of the stage
	Total int64  `json:"total"` // rows of the stage; while reading, an estimate, or 0
}

// prepare fills in what the caller left out and takes in a mapping by name.
func (o *Options) prepare(ctx context.Context, cat *catalogue.Catalogue, dir string) error {
	if o.Progress == nil {
		o.Progress = func(Progress) {}
	}
	if o.chunk == 0 {
		o.chunk = applyChunk
	}
	if o.Today.IsZero() {
		now := time.Now()
		o.Today = corpus.Date{Year: int16(now.Year()), Month: uint8(now.Month()), Day: uint8(now.Day())}
	}
	if err := o.TakeMapping(ctx, cat); err != nil {
		return err
	}
	if o.Replace && o.Source == "" {
		return corpus.Errorf(corpus.InvalidArgument, "a full replacement needs to know whose it is").WithField("source").
			WithHint("say --source NAME").WithZH("全量替换必须填写来源。")
	}
	o.Read.Format, o.Read.Encoding, o.Read.Separator, o.Read.Sheet = o.Format, o.Encoding, o.Separator, o.Sheet
	o.Read.Columns = columns.Options{Preset: o.Preset, Map: o.Map, HeaderRow: o.HeaderRow}
	o.Read.Tables = o.Tables
	if o.Read.TempDir == "" {
		o.Read.TempDir = dir
	}
	return nil
}

// TakeMapping fills what the settings leave open from the mapping that they
// name, if they name one. They name none afterwards: an import goes on as it
// began, whatever has become of the mapping.
func (s *Settings) TakeMapping(ctx context.Context, cat *catalogue.Catalogue) error {
	if s.Mapping == "" {
		return nil
	}
	data, err := cat.Mapping(ctx, s.Mapping)
	if err != nil {
		return err
	}
	var kept Settings
	if err := json.Unmarshal(data, &kept); err != nil {
		return fmt.Errorf("mapping %s: %w", s.Mapping, err)
	}
	s.overlay(kept)
	s.Mapping = ""
	return nil
}

// overlay takes what the settings leave open from those kept under a name.
func (s *Settings) overlay(kept Settings) {
	for _, f := range []struct{ dst, src *string }{{&s.Format, &kept.Format}, {&s.Encoding, &kept.Encoding}, {&s.Separator, &kept.Separator},
		{&s.Sheet, &kept.Sheet}, {&s.Preset, &kept.Preset}, {&s.Source, &kept.Source}} {
		if *f.dst == "" {
			*f.dst = *f.src
		}
	}
	if s.HeaderRow == 0 {
		s.HeaderRow = kept.HeaderRow
	}
	// The maps may be somebody else's too, such as the preview's that is read
	// beside.
	s.Map, s.Tables = maps.Clone(s.Map), maps.Clone(s.Tables)
	for heading, field := range kept.Map {
		if _, ok := s.Map[heading]; !ok {
			if s.Map == nil {
				s.Map = make(map[string]string)
			}
			s.Map[heading] = field
		}
	}
	for table, m := range kept.Tables {
		if _, ok := s.Tables[table]; !ok {
			if s.Tables == nil {
				s.Tables = make(map[string]map[string]string)
			}
			s.Tables[table] = m
		}
	}
}

// SaveMapping keeps how tables are to be read under a name, for the next
// delivery of the same kind.
func SaveMapping(ctx context.Context, cat *catalogue.Catalogue, name string, s Settings) error {
	if name = strings.TrimSpace(name); name == "" || len(name) > 100 {
		return corpus.Errorf(corpus.InvalidArgument, "a mapping needs a name of up to 100 bytes").WithField("save_mapping").
			WithZH("请给列对应起一个名字（不超过 100 字节）。")
	}
	s.Mapping, s.Replace = "", false
	data, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return cat.SaveMapping(ctx, name, data)
}

// ParseMap reads "COL=FIELD,…": columns by heading, letter or number. A comma
// or an equals sign inside a heading is written with a backslash before it.
func ParseMap(text string) (map[string]string, error) {
	out := make(map[string]string)
	var part []byte
	var heading string
	has := false
	flush := func() error {
		field := strings.TrimSpace(string(part))
		part = part[:0]
		if !has {
			if field == "" {
				return nil
			}
			return corpus.Errorf(corpus.InvalidArgument, "map %q: no field given", field).WithField("map").WithHint("write COL=FIELD,…, for example 名称=title_zh,C=published; - ignores a column")
		}
		out[strings.TrimSpace(heading)], has = field, false
		return nil
	}
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\' && i+1 < len(text):
			i++
			part = append(part, text[i])
		case c == '=' && !has:
			heading, has = string(part), true
			part = part[:0]
		case c == ',':
			if err := flush(); err != nil {
				return nil, err
			}
		default:
			part = append(part, c)
		}
	}
	if err := flush(); err != nil {
		return nil, err
	}
	return out, nil
}

// absolute gives the paths so that they are found from anywhere; standard input
// can't be read again and has none.
func absolute(paths []string) ([]string, error) {
	out := make([]string, 0, len(paths))
	for _, p := range paths {
		if p == "-" {
			return nil, nil
		}
		abs, err := filepath.Abs(p)
		if err != nil {
			return nil, err
		}
		out = append(out, abs)
	}
	return out, nil
}
