package columns

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"chabiao/corpus"
	"chabiao/corpus/number"
	"chabiao/indexer/problem"
	"chabiao/indexer/sheet"

	"github.com/google/go-cmp/cmp"
)

// shared is the folder of real catalogues; the test is skipped without it.
func shared(tb testing.TB) string {
	dir := os.Getenv("CHABIAO_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	if _, err := os.Stat(filepath.Join(dir, "catalog")); err != nil {
		tb.Skipf("no real catalogues: %v; set CHABIAO_SHARED to their folder", err)
	}
	return dir
}

func eachLine(tb testing.TB, path string, f func([]byte)) {
	file, err := os.Open(path)
	if err != nil {
		tb.Fatal(err)
	}
	defer file.Close()
	gz, err := gzip.NewReader(file)
	if err != nil {
		tb.Fatal(err)
	}
	s := bufio.NewScanner(gz)
	s.Buffer(make([]byte, 1<<20), 16<<20)
	for s.Scan() {
		f(s.Bytes())
	}
	if err := s.Err(); err != nil {
		tb.Fatal(err)
	}
}

// TestSharedCatalogues holds Object to corpus.DecodeEntry over real entries:
// where that had nothing to warn of and Object tells nothing, both must be
// equal, save for what is tidied without a note: spaces, invisible
// characters, the width of digits. It reads all Chinese entries and every
// fifth of the others. What Object tells must be rare.
func TestSharedCatalogues(t *testing.T) {
	dir := shared(t)
	paths, err := filepath.Glob(filepath.Join(dir, "catalog", "*.jsonl.gz"))
	if err != nil || len(paths) == 0 {
		t.Fatal("no catalogues", err)
	}
	var all problem.Collector
	rows, equal, told, different := 0, 0, 0, 0
	for _, path := range paths {
		at, step := int64(0), int64(5)
		if strings.HasPrefix(filepath.Base(path), "cn") {
			step = 1
		}
		eachLine(t, path, func(data []byte) {
			if at++; at%step != 0 {
				return
			}
			want, warnings, err := corpus.DecodeEntry(data)
			got, notes := Object(data, Options{})
			all.Add(filepath.Base(path), "", at, notes...)
			if err != nil {
				if got != nil {
					t.Errorf("%s: DecodeEntry refuses it: %v", data, err)
				}
				return
			}
			n, parseErr := number.Parse(want.Number)
			if parseErr != nil {
				if got != nil && got.Number == "" {
					t.Errorf("%q is taken", want.Number)
				}
				return
			}
			rows++
			if got == nil {
				t.Errorf("%s: refused: %v", want.Number, notes)
				return
			}
			if len(notes) > 0 || len(warnings) > 0 {
				told++
				return
			}
			want.Number = n.String()
			normal(want)
			normal(got)
			if reflect.DeepEqual(want, got) {
				equal++
			} else if different++; different <= 10 {
				t.Errorf("%s:%d: %s", filepath.Base(path), at, cmp.Diff(want, got))
			}
		})
	}
	t.Logf("%d rows: %d equal, %d with notes, %d different", rows, equal, told, different)
	for _, g := range all.Groups() {
		var examples []string
		for _, x := range g.Examples[:min(3, len(g.Examples))] {
			examples = append(examples, x.Note.String())
		}
		t.Logf("%s %s %d: %s", g.Severity, g.Kind, g.Count, strings.Join(examples, " | "))
	}
	if told*20 > rows {
		t.Errorf("%d of %d rows of clean catalogues have notes", told, rows)
	}
}

// normal takes out of an entry what Object tidies without a note.
func normal(e *corpus.Entry) {
	for lang, v := range e.Titles {
		e.Titles[lang], _ = Title(v, lang)
	}
	for lang, v := range e.Abstracts {
		if e.Abstracts[lang] = line(v); Blank(v) {
			delete(e.Abstracts, lang)
		}
	}
	if len(e.Abstracts) == 0 {
		e.Abstracts = nil
	}
	for _, s := range []*string{&e.IssuingBody, &e.CompetentBody, &e.Doctype, &e.URL, &e.Source, &e.StatusRaw} {
		*s = line(*s)
	}
	for _, list := range []*[]string{&e.Replaces, &e.ReplacedBy, &e.References, &e.Committee, &e.Drafters, &e.Keywords, &e.Language} {
		for i := range *list {
			(*list)[i] = line((*list)[i])
		}
		*list = slices.DeleteFunc(*list, Blank)
		if len(*list) == 0 {
			*list = nil
		}
	}
}

// TestSharedTable turns real entries into rows under headings of a portal and
// holds what Read makes of them to what Object made of the entry.
func TestSharedTable(t *testing.T) {
	dir := shared(t)
	headings := []string{"序号", "标准号", "中文标准名称", "英文标准名称", "标准状态", "发布日期", "实施日期", "代替标准", "被代替标准", "国际标准分类号（ICS）", "中国标准分类号（CCS）", "发布单位", "主管部门", "归口单位", "内容简介", "链接", "语种"}
	var rows []sheet.Row
	add := func(texts ...string) {
		row := sheet.Row{At: int64(len(rows) + 1)}
		for _, s := range texts {
			row.Cells = append(row.Cells, sheet.Cell{Text: s})
		}
		rows = append(rows, row)
	}
	add("某单位标准目录")
	add(headings...)
	var want []*corpus.Entry
	join := func(list []string) string { return strings.Join(list, "；") }
	for _, name := range []string{"cn_lda", "jis", "iec"} {
		at := 0
		eachLine(t, filepath.Join(dir, "catalog", name+".jsonl.gz"), func(data []byte) {
			if at++; at%7 != 0 {
				return
			}
			e, notes := Object(data, Options{})
			if e == nil || len(notes) > 0 {
				return
			}
			// What the table has no column for, or says in another word.
			e.Extra, e.Doctype, e.Source, e.Confirmed, e.Withdrawn, e.Adopts, e.Keywords = nil, "", "", corpus.Date{}, corpus.Date{}, nil, nil
			e.Titles = map[string]string{"zh": e.Titles["zh"], "en": e.Titles["en"]}
			maps.DeleteFunc(e.Titles, func(_, v string) bool { return v == "" })
			if len(e.Titles) == 0 {
				e.Titles = nil
			}
			abstract := e.Abstracts[""]
			if e.Abstracts = nil; abstract != "" {
				e.Abstracts = map[string]string{"zh": abstract}
			}
			want = append(want, e)
			status := e.StatusRaw
			if status == "" && e.Status != corpus.StatusUnknown {
				status = e.Status.String()
			}
			add(fmt.Sprint(len(want)), e.Number, e.Titles["zh"], e.Titles["en"], status, e.Published.String(), e.Implemented.String(), join(e.Replaces), join(e.ReplacedBy),
				join(e.ICS), join(e.CCS), e.IssuingBody, e.CompetentBody, join(e.Committee), abstract, e.URL, join(e.Language))
		})
	}
	l, err := Detect(rows[:60], Options{})
	if err != nil {
		t.Fatal(err)
	}
	different, told := 0, 0
	for i, e := range want {
		got, notes := l.Read(rows[i+2].Cells)
		told += min(1, len(notes))
		if d := cmp.Diff(e, got); d != "" {
			if different++; different <= 10 {
				t.Logf("%s: %v %s", e.Number, notes, d)
			}
		}
	}
	t.Logf("%d rows, %d different, %d with notes", len(want), different, told)
	if different*500 > len(want) || told*200 > len(want) {
		t.Errorf("%d of %d rows differ, %d have notes", different, len(want), told)
	}
}
