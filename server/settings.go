package server

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
	"chabiao/indexer"
	"chabiao/indexer/columns"
	"chabiao/indexer/sheet"
	"chabiao/indexer/source"
)

// settingsFields are the fields of a form that say how to read a delivery.
var settingsFields = "format, encoding, separator, sheet, header_row, preset, map, mapping, source, replace"

// setField takes one field of a form into the settings. An empty value leaves
// it to be told by the files.
func setField(s *indexer.Settings, name, value string) (err error) {
	switch name {
	case "format":
		s.Format = value
	case "encoding":
		s.Encoding = value
	case "separator":
		s.Separator = value
	case "sheet":
		s.Sheet = value
	case "preset":
		s.Preset = value
	case "mapping":
		s.Mapping = value
	case "source":
		s.Source = clipText(value, 200)
	case "map":
		s.Map, err = indexer.ParseMap(value)
	case "header_row":
		s.HeaderRow = 0
		if value = strings.TrimSpace(value); value != "" {
			s.HeaderRow, err = strconv.Atoi(value)
		}
	case "replace":
		s.Replace = false
		if value != "" {
			s.Replace, err = strconv.ParseBool(value)
		}
	default:
		return corpus.Errorf(corpus.InvalidArgument, "no field of an import is called %q", clipText(name, 50)).WithField(clipText(name, 50)).WithHint("fields are file, dry_run, who, save_mapping, %s", settingsFields)
	}
	if err != nil && corpus.KindOf(err) == corpus.Internal {
		err = corpus.Errorf(corpus.InvalidArgument, "%s is %q: %w", name, clipText(value, 50), err).WithField(name).
			WithHint("write a whole number, or true or false, as the field wants").WithZH("“%s”填得不对：%s。请填整数，或是与否。", name, clipText(value, 50))
	}
	return err
}

// foreignText are the fields for titles and abstracts in languages without a
// field of their own.
var foreignText = regexp.MustCompile(`^(title|abstract)_[a-z-]{1,8}$`)

// checkSettings finds what is wrong with the settings before any file is read,
// so that the answer can name the field.
func checkSettings(ctx context.Context, cat *catalogue.Catalogue, s indexer.Settings) error {
	wrong := func(field, value string, may []string) error {
		return corpus.Errorf(corpus.InvalidArgument, "don't know the %s %q", field, clipText(value, 50)).WithField(field).WithHint("it may be one of %s; leave it out to have it told by the files", strings.Join(may, ", "))
	}
	if s.Format != "" && !slices.Contains(source.Formats, s.Format) {
		return wrong("format", s.Format, source.Formats)
	}
	if s.Preset != "" && !slices.Contains(columns.Presets(), strings.ToLower(s.Preset)) {
		return wrong("preset", s.Preset, columns.Presets())
	}
	if err := sheet.CheckEncoding(s.Encoding); err != nil {
		return err
	}
	if _, err := sheet.CheckSeparator(s.Separator); err != nil {
		return err
	}
	if s.HeaderRow < -1 {
		return corpus.Errorf(corpus.InvalidArgument, "the header can't be in row %d", s.HeaderRow).WithField("header_row").WithHint("rows count from 1; -1 says that there is none, 0 has it found").
			WithZH("表头不可能在第 %d 行。行从 1 数起；-1 表示没有表头，0 或留空表示自动找。", s.HeaderRow)
	}
	if s.Replace && strings.TrimSpace(s.Source) == "" {
		return corpus.Errorf(corpus.InvalidArgument, "a full replacement needs to know whose delivery it is").WithField("source").
			WithHint("name the source").WithZH("全量替换必须填写来源。")
	}
	if err := checkMap(s.Map); err != nil {
		return err
	}
	for _, m := range s.Tables {
		if err := checkMap(m); err != nil {
			return err
		}
	}
	if s.Mapping != "" {
		if _, err := cat.Mapping(ctx, s.Mapping); corpus.KindOf(err) == corpus.NotFound {
			return corpus.Errorf(corpus.InvalidArgument, "no mapping is kept under the name %q", clipText(s.Mapping, 50)).WithField("mapping").
				WithHint("GET /api/v1/mappings lists them").WithZH("没有保存过名为“%s”的列对应。", clipText(s.Mapping, 50))
		} else if err != nil {
			return err
		}
	}
	return nil
}

func checkMap(m map[string]string) error {
	for col, field := range m {
		known := field == columns.Ignored || field == "+" || field == "" || field == "extra" || foreignText.MatchString(field)
		for _, f := range columns.Fields() {
			known = known || f.Name == field
		}
		if !known {
			return corpus.Errorf(corpus.InvalidArgument, "column %q is mapped to %q, which is no field", clipText(col, 50), clipText(field, 50)).WithField("map").
				WithHint("GET /api/v1/fields lists them; - ignores the column, + keeps it as it is")
		}
	}
	return nil
}

// keptMapping is a mapping that was kept, with what it says.
type keptMapping struct {
	catalogue.SavedMapping
	Settings indexer.Settings `json:"settings"`
}

func (s *Server) keptMappings(ctx context.Context) ([]keptMapping, error) {
	list, err := s.cfg.Importer.Catalogue().Mappings(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]keptMapping, len(list))
	for i, m := range list {
		out[i].SavedMapping = m
		if err := json.Unmarshal(m.Data, &out[i].Settings); err != nil {
			return nil, fmt.Errorf("mapping %s: %w", m.Name, err)
		}
	}
	return out, nil
}
