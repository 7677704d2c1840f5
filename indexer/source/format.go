package source

import (
	"io"
	"path/filepath"
	"slices"
	"strings"

	"chabiao/corpus"
	"chabiao/indexer/container"
	"chabiao/indexer/relaton"
	"chabiao/indexer/sheet"
)

// Formats that a file can be said to have.
const (
	CSV     = "csv" // any delimited text
	TSV     = "tsv"
	XLSX    = "xlsx"
	XLS     = "xls"
	HTML    = "html" // a table, as some systems write under the name .xls
	JSONL   = "jsonl"
	JSON    = "json"
	Relaton = "relaton"
)

// Formats lists them.
var Formats = []string{CSV, TSV, XLSX, XLS, HTML, JSONL, JSON, Relaton}

func (o *Options) check() error {
	if o.Format != "" && !slices.Contains(Formats, o.Format) {
		return corpus.Errorf(corpus.InvalidArgument, "don't know the format %q", o.Format).WithField("format").WithHint("formats are %s", strings.Join(Formats, ", ")).
			WithZH("不认识格式“%s”。格式有：%s。", o.Format, strings.Join(Formats, "、"))
	}
	if err := sheet.CheckEncoding(o.Encoding); err != nil {
		return err
	}
	_, err := sheet.CheckSeparator(o.Separator)
	return err
}

// headSize is how many bytes tell a format.
const headSize = 64 << 10

// foreign are the formats that can be told and not be read, with what to do.
var foreign = map[string]string{
	"pdf": "export the list as Excel or CSV", "rar": "pack the files as zip", "7z": "pack the files as zip", "bzip2": "unpack it first", "xz": "unpack it first", "zstd": "unpack it first",
	"image": "it has no text; export the list as Excel or CSV", "sqlite": "export the table as CSV", "binary": "export the list as Excel, CSV or JSON Lines",
	"spreadsheetml": "open it in Excel or WPS and save it as .xlsx", "xml": "export the list as Excel or CSV",
}

// formatOf tells the format of a file by its first bytes.
func (s *Source) formatOf(f *container.File) (string, error) {
	head, err := headOf(f)
	if err != nil {
		return "", err
	}
	told := sheet.Sniff(head)
	if f := s.opt.Format; f != "" {
		// What people say of a text is right; that a zip is a CSV can't be.
		if text := told == "text" || told == "json" || told == "xml" || told == "html" || told == "empty"; text == (f != XLSX && f != XLS) {
			return f, nil
		}
	}
	switch told {
	case "empty":
		return "", corpus.Errorf(corpus.InvalidArgument, "%s is empty", f.Name).WithHint("export it again").WithZH("%s 是空的。请重新导出。", f.Name)
	case "zip":
		return XLSX, nil // a container has unpacked every other zip
	case "xls", "html":
		return told, nil
	case "json":
		if relaton.Is(head) {
			return Relaton, nil
		}
		return JSON, nil
	case "text":
		ext := strings.ToLower(filepath.Ext(f.Name))
		if ext == ".yaml" || ext == ".yml" || relaton.Is(head) {
			return Relaton, nil
		}
		return CSV, nil
	}
	hint, ok := foreign[told]
	if !ok {
		hint = "files are Excel, CSV, JSON Lines, JSON and Relaton, plain or in zip or gzip"
	}
	return "", corpus.Errorf(corpus.InvalidArgument, "%s can't be imported: it is %s", f.Name, told).WithField("file").WithHint("%s", hint).
		WithZH("%s 不能导入：这种文件（%s）读不出题录。请导出为 Excel、CSV 或 JSON Lines；压缩包请用 zip 或 gzip。", f.Name, told)
}

func headOf(f *container.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	head := make([]byte, headSize)
	n, err := io.ReadFull(r, head)
	if err != nil && n == 0 && err != io.EOF {
		return nil, err
	}
	return head[:n], nil
}
