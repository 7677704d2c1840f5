package indexer

import (
	"bufio"
	"compress/gzip"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
	"chabiao/corpus/number"
	"chabiao/indexer/columns"

	"github.com/google/go-cmp/cmp"
)

// TestSameEntries turns real catalogues into tables of every kind and holds
// what they import to, entry by entry, to what their JSON Lines import to. It
// reads cn_lda whole and 2,000 rows of each other catalogue; all of them with
// CHABIAO_ALL=1. The data lies beside the repository and is not ours to copy.
func TestSameEntries(t *testing.T) {
	dir := os.Getenv("CHABIAO_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared")
	}
	files, err := filepath.Glob(filepath.Join(dir, "catalog", "*.jsonl.gz"))
	if err != nil || len(files) == 0 {
		t.Skip("no real catalogues; set CHABIAO_SHARED to the folder that holds them")
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".jsonl.gz")
		most := 2000
		if name == "cn_lda" || os.Getenv("CHABIAO_ALL") != "" {
			most = 1 << 30
		}
		if testing.Short() {
			most = min(most, 500)
		}
		t.Run(name, func(t *testing.T) {
			lines := linesOf(t, file, most)
			want := recordsOf(t, writeTemp(t, "a.jsonl", []byte(strings.Join(lines, "\n"))))
			rows, excepted := tableOf(t, lines)
			for _, format := range tableFormats {
				path := filepath.Join(t.TempDir(), "a."+format.ext)
				if err := format.write(path, rows); err != nil {
					t.Fatal(format.name, err)
				}
				compare(t, format.name, want, recordsOf(t, path), excepted)
			}
		})
	}
}

func linesOf(t *testing.T, file string, most int) (lines []string) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	s := bufio.NewScanner(z)
	s.Buffer(nil, 16<<20)
	for s.Scan() && len(lines) < most {
		lines = append(lines, s.Text())
	}
	if s.Err() != nil {
		t.Fatal(s.Err())
	}
	return lines
}

// recordsOf imports a file and gives its entries by id.
func recordsOf(t *testing.T, path string) map[string]*corpus.Entry {
	t.Helper()
	cat, err := catalogue.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer cat.Close()
	rep := importFile(t, cat, path, Options{})
	t.Logf("%s: %d rows, %d rejected, %d warnings, %.0f rows/s", filepath.Base(path), rep.Read, rep.Rejected, rep.Warnings, rep.RowsPerSecond)
	out := make(map[string]*corpus.Entry, rep.New)
	for r, err := range cat.All(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		out[r.ID] = r.Entry
	}
	return out
}

// exceptions are, by id, what tables can't carry, with the reason.
type exceptions map[string]string

// compare holds the entries of a table to those of the objects.
func compare(t *testing.T, format string, want, got map[string]*corpus.Entry, excepted exceptions) {
	t.Helper()
	different, left := 0, make(map[string]int)
	for id, w := range want {
		g := got[id]
		if g == nil && excepted[id] == "" {
			t.Errorf("%s: %s is missing", format, id)
			continue
		}
		if g == nil || reflect.DeepEqual(plain(w), plain(g)) {
			continue
		}
		if why := excepted[id]; why != "" {
			left[why]++
			continue
		}
		if different++; different <= 5 {
			t.Errorf("%s: %s (-objects +table): %s", format, id, cmp.Diff(plain(w), plain(g)))
		}
	}
	for id := range got {
		if want[id] == nil && excepted[id] == "" {
			t.Errorf("%s: %s is too many", format, id)
		}
	}
	t.Logf("%s: %d entries, %d different, excepted %v", format, len(want), different, left)
}

// plain is an entry in a form in which what no table can tell apart is the
// same: line ends, how the number of a relation is spelt. Extra keys are left
// out: what a table has no column for is none of its.
func plain(e *corpus.Entry) *corpus.Entry {
	out := e.Clone()
	out.Extra = nil
	for lang, text := range out.Abstracts {
		out.Abstracts[lang] = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	}
	for _, list := range [][]string{out.Replaces, out.ReplacedBy, out.References} {
		for i := range list {
			list[i] = keyOf(list[i])
		}
	}
	for i := range out.Adopts {
		out.Adopts[i].Number = keyOf(out.Adopts[i].Number)
	}
	return out
}

func keyOf(s string) string {
	if n, err := number.Parse(s); err == nil {
		return n.Key()
	}
	return s
}

// column is a column of the tables: its place in a header over two rows, and
// what an entry has for it.
type column struct {
	group, member, heading string
	value                  func(*corpus.Entry) string
}

func title(lang string) func(*corpus.Entry) string {
	return func(e *corpus.Entry) string { return e.Titles[lang] }
}

func abstract(lang string) func(*corpus.Entry) string {
	return func(e *corpus.Entry) string { return e.Abstracts[lang] }
}

func join(list []string) string { return strings.Join(list, "；") }

var tableColumns = []column{
	{"标准编号", "", "标准编号", func(e *corpus.Entry) string { return e.Number }},
	{"标准名称", "中文", "中文名称", title("zh")}, {"标准名称", "英文", "英文名称", title("en")},
	{"标准名称", "法文", "法文名称", title("fr")}, {"标准名称", "德文", "德文名称", title("de")}, {"标准名称", "日文", "日文名称", title("ja")}, {"标准名称", "俄文", "俄文名称", title("ru")},
	{"标准状态", "", "标准状态", statusOf}, {"原状态", "", "原状态", func(e *corpus.Entry) string { return e.StatusRaw }},
	{"日期", "发布", "发布日期", func(e *corpus.Entry) string { return e.Published.String() }},
	{"日期", "实施", "实施日期", func(e *corpus.Entry) string { return e.Implemented.String() }},
	{"日期", "作废", "作废日期", func(e *corpus.Entry) string { return e.Withdrawn.String() }},
	{"日期", "复审", "复审日期", func(e *corpus.Entry) string { return e.Confirmed.String() }},
	{"代替标准", "", "代替标准", func(e *corpus.Entry) string { return join(e.Replaces) }},
	{"被代替标准", "", "被代替标准", func(e *corpus.Entry) string { return join(e.ReplacedBy) }},
	{"引用标准", "", "引用标准", func(e *corpus.Entry) string { return join(e.References) }},
	{"采用标准", "", "采用标准", adoptsOf},
	{"ICS", "", "ICS", func(e *corpus.Entry) string { return join(e.ICS) }},
	{"CCS", "", "CCS", func(e *corpus.Entry) string { return join(e.CCS) }},
	{"发布单位", "", "发布单位", func(e *corpus.Entry) string { return e.IssuingBody }},
	{"主管部门", "", "主管部门", func(e *corpus.Entry) string { return e.CompetentBody }},
	{"归口单位", "", "归口单位", func(e *corpus.Entry) string { return join(e.Committee) }},
	{"起草单位", "", "起草单位", func(e *corpus.Entry) string { return join(e.Drafters) }},
	{"标准类别", "", "标准类别", func(e *corpus.Entry) string { return e.Doctype }},
	{"语种", "", "语种", func(e *corpus.Entry) string { return join(e.Language) }},
	{"关键词", "", "关键词", func(e *corpus.Entry) string { return join(e.Keywords) }},
	{"abstract", "", "abstract", abstract("")},
	{"abstract_zh", "", "abstract_zh", abstract("zh")}, {"abstract_en", "", "abstract_en", abstract("en")},
	{"abstract_fr", "", "abstract_fr", abstract("fr")}, {"abstract_ja", "", "abstract_ja", abstract("ja")}, {"abstract_es", "", "abstract_es", abstract("es")},
	{"页数", "", "页数", func(e *corpus.Entry) string { return strings.TrimPrefix(fmt.Sprint(e.Pages), "0") }},
	{"网址", "", "网址", func(e *corpus.Entry) string { return e.URL }},
	{"数据来源", "", "数据来源", func(e *corpus.Entry) string { return e.Source }},
}

func init() {
	for _, lang := range []string{"es", "ar", "fas", "pol", "srp", "ukr"} {
		tableColumns = append(tableColumns, column{"title_" + lang, "", "title_" + lang, title(lang)})
	}
}

// statusOf is the source's word where it says all.
func statusOf(e *corpus.Entry) string {
	if s, ok := columns.Status(e.StatusRaw); ok && s == e.Status && e.StatusRaw != "" {
		return e.StatusRaw
	}
	if e.Status == corpus.StatusUnknown {
		return ""
	}
	return e.Status.String()
}

func adoptsOf(e *corpus.Entry) string {
	var list []string
	for _, a := range e.Adopts {
		list = append(list, strings.TrimSpace(a.Number+" "+string(a.Degree)))
	}
	return join(list)
}

var (
	hanSpace = regexp.MustCompile(`\p{Han} \p{Han}`)
	private  = regexp.MustCompile(`[\x{E000}-\x{F8FF}]`)
	controls = regexp.MustCompile(`[\x00-\x08\x0B\x0C\x0E-\x1F\x{FFFE}\x{FFFF}]`)
)

// tableOf makes a row of every line, and says which entries no table can carry
// and why.
func tableOf(t *testing.T, lines []string) (rows [][]string, excepted exceptions) {
	t.Helper()
	excepted = make(exceptions)
	for _, line := range lines {
		e, _, err := corpus.DecodeEntry([]byte(line))
		if err != nil {
			continue
		}
		row := make([]string, len(tableColumns))
		for i, c := range tableColumns {
			row[i] = c.value(e)
		}
		rows = append(rows, row)
		n, err := number.Parse(e.Number)
		if err != nil {
			continue
		}
		if why := beyondTables(e, row); why != "" {
			excepted[n.ID()] = why
		}
	}
	return rows, excepted
}

// beyondTables says why a table can't carry an entry; "" when it can.
func beyondTables(e *corpus.Entry, row []string) string {
	all := strings.Join(row, "\n")
	switch {
	case private.MatchString(all):
		return "characters for private use, which x/text writes wrong in GB18030"
	case controls.MatchString(all):
		return "control characters, which XML does not have"
	case strings.ContainsRune(all, '\ufffd'):
		return "a replacement character of the source's own, which looks as if it had been decoded wrong"
	}
	for _, a := range e.Adopts {
		if !slices.Contains([]corpus.Degree{"", corpus.IDT, corpus.MOD, corpus.NEQ, corpus.EQV}, corpus.NormalizeDegree(string(a.Degree))) {
			return "a degree of adoption in a word of the source's own, which has a key of its own in objects"
		}
	}
	if slices.ContainsFunc(e.Keywords, func(k string) bool { return strings.Contains(k, ",") }) {
		return "a separator inside the item of a list"
	}
	for _, r := range e.Relations() {
		if _, err := number.Parse(r.Number); err != nil {
			return "a relation that is no number, which objects keep all the same"
		}
		if strings.HasPrefix(r.Number, "ISO/TC ") || strings.Count(r.Number, "/") > 1 {
			return "a number that looks like two in a row"
		}
	}
	for _, list := range [][]string{e.Replaces, e.ReplacedBy, e.References, e.Committee, e.Drafters, e.Keywords} {
		for _, item := range list {
			if strings.ContainsAny(item, "；;\n|、，") || hanSpace.MatchString(item) || strings.Trim(item, ",，、") != item {
				return "a separator inside the item of a list"
			}
			if strings.Count(item, "(") != strings.Count(item, ")") {
				return "a bracket in one item of a list that closes in another"
			}
		}
	}
	return ""
}
