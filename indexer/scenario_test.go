package indexer

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
	"chabiao/indexer/problem"
	"chabiao/indexer/source"

	"github.com/google/go-cmp/cmp"
)

// TestParts: rows of one number in two files of a delivery add up in the order
// of the files, and are no duplicates; in one file the later one is taken.
func TestParts(t *testing.T) {
	cat := openTemp(t)
	a := writeTemp(t, "a.csv", []byte("标准号,中文名称,状态\nGB/T 1.1-2020,名称,现行\nGB/T 1.2-2020,甲,现行\nGB/T 1.2-2020,乙,\n"))
	b := writeTemp(t, "b.csv", []byte("标准号,英文名称,状态\nGB/T 1.1-2020,Title,废止\n"))
	rep, err := importAs(t, cat, Options{}, a, b)
	if err != nil {
		t.Fatal(err)
	}
	want := catalogue.Counts{Read: 4, New: 2, Changed: 2, Warnings: 1}
	if diff := cmp.Diff(want, rep.Counts); diff != "" {
		t.Error(diff)
	}
	if n := rep.Problems.Count(problem.DuplicateNumberDifferent); n != 1 {
		t.Errorf("%d duplicates told", n)
	}
	entries := `{"number":"GB/T 1.2-2020","title_zh":"乙"}
{"number":"GB/T 1.1-2020","title_zh":"名称","title_en":"Title","status":"withdrawn","status_raw":"废止"}
`
	if diff := cmp.Diff(entries, entriesOf(t, cat)); diff != "" {
		t.Error(diff)
	}
}

// TestReplacement: what a source no longer lists is marked, and the mark goes
// when it comes back; entries of others stay.
func TestReplacement(t *testing.T) {
	cat := openTemp(t)
	deliver := func(source string, replace bool, numbers ...string) catalogue.Counts {
		t.Helper()
		text := "标准号,标准名称\n"
		for _, n := range numbers {
			text += n + ",名称 " + n + "\n"
		}
		path := writeTemp(t, "a.csv", []byte(text))
		set := Settings{Source: source, Replace: replace}
		foreseen, err := DryRun(context.Background(), cat, t.TempDir(), []string{path}, Options{Settings: set, Today: today})
		if err != nil {
			t.Fatal(err)
		}
		rep := importFile(t, cat, path, Options{Settings: set})
		if diff := cmp.Diff(foreseen.Counts, rep.Counts); diff != "" {
			t.Error("foreseen and done", diff)
		}
		return rep.Counts
	}
	vanished := func() string {
		var out []string
		for r, err := range cat.All(context.Background()) {
			if err != nil {
				t.Fatal(err)
			}
			if r.Entry.Extra[catalogue.VanishedKey] != nil {
				out = append(out, r.Entry.Number)
			}
		}
		return strings.Join(out, " ")
	}
	for i, step := range []struct {
		source  string
		replace bool
		numbers []string
		want    catalogue.Counts
		gone    string
	}{
		{"us", true, []string{"GB/T 1-2001", "GB/T 2-2001", "GB/T 3-2001"}, catalogue.Counts{Read: 3, New: 3}, ""},
		{"them", true, []string{"GB/T 3-2001", "GB/T 4-2001"}, catalogue.Counts{Read: 2, New: 1, Unchanged: 1}, ""},
		{"us", true, []string{"GB/T 1-2001"}, catalogue.Counts{Read: 1, Unchanged: 1, Vanished: 2}, "GB/T 2-2001 GB/T 3-2001"},
		{"us", true, []string{"GB/T 1-2001"}, catalogue.Counts{Read: 1, Unchanged: 1}, "GB/T 2-2001 GB/T 3-2001"},
		{"us", false, []string{"GB/T 2-2001"}, catalogue.Counts{Read: 1, Changed: 1}, "GB/T 3-2001"},
		{"us", true, []string{"GB/T 2-2001", "GB/T 3-2001", "GB/T 5-2001"}, catalogue.Counts{Read: 3, New: 1, Changed: 1, Unchanged: 1, Vanished: 1}, "GB/T 1-2001"},
	} {
		got := deliver(step.source, step.replace, step.numbers...)
		if diff := cmp.Diff(step.want, got); diff != "" {
			t.Errorf("step %d: %s", i, diff)
		}
		if g := vanished(); g != step.gone {
			t.Errorf("step %d: vanished %q, want %q", i, g, step.gone)
		}
	}
}

// TestResumeWithoutMapping: an import that began with a kept mapping goes on as
// it began, after the mapping has been deleted.
func TestResumeWithoutMapping(t *testing.T) {
	cat := openTemp(t)
	path := writeTemp(t, "a.csv", []byte("甲,乙\nGB/T 1-2001,壶\nGB/T 2-2001,门\n"))
	kept := Settings{Map: map[string]string{"甲": "number", "乙": "title_en"}, Source: "某某"}
	if err := SaveMapping(t.Context(), cat, "k", kept); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	opt := Options{Settings: Settings{Mapping: "k"}, chunk: 1, Progress: func(p Progress) {
		if p.Stage == "writing" {
			cancel()
		}
	}}
	var err error
	if opt.Batch, err = Begin(t.Context(), cat, []string{path}, opt); err != nil {
		t.Fatal(err)
	}
	if _, err := Import(ctx, cat, t.TempDir(), []string{path}, opt); err == nil {
		t.Fatal("not cancelled")
	}
	if err := cat.DeleteMapping(t.Context(), "k"); err != nil {
		t.Fatal(err)
	}
	rep, err := Resume(t.Context(), cat, t.TempDir(), opt.Batch, Options{})
	if err != nil || rep.New != 2 {
		t.Fatalf("%+v, %v", rep, err)
	}
	e, err := cat.ByID(t.Context(), "gb-t-2-2001")
	if err != nil || e.Entry.Titles["en"] != "门" {
		t.Errorf("%+v, %v", e, err)
	}
	if b, err := cat.Batch(t.Context(), opt.Batch); err != nil || b.Source != "某某" {
		t.Errorf("source %q, %v", b.Source, err)
	}
}

// TestResumeRefuses: an import goes on only with the files it began with, and
// not from standard input.
func TestResumeRefuses(t *testing.T) {
	cat := openTemp(t)
	path := writeTemp(t, "a.csv", []byte("标准号,标准名称\nGB/T 1-2001,甲\nGB/T 2-2001,乙\nGB/T 3-2001,丙\n"))
	ctx, cancel := context.WithCancel(context.Background())
	stop := func(p Progress) {
		if p.Stage == "writing" {
			cancel()
		}
	}
	if rep, err := Import(ctx, cat, t.TempDir(), []string{path}, Options{Progress: stop, chunk: 1}); err == nil {
		t.Fatalf("not cancelled: %+v", rep.Counts)
	}
	if err := os.WriteFile(path, []byte("标准号,标准名称\nGB/T 9-2001,别的\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	_, err := Resume(context.Background(), cat, t.TempDir(), 1, Options{})
	if corpus.KindOf(err) != corpus.Conflict || !strings.Contains(fmt.Sprint(err), "a.csv is not the file that the import began with") {
		t.Errorf("another file: %v", err)
	}
	if b, _ := cat.Batch(context.Background(), 1); b.State != catalogue.BatchFailed {
		t.Errorf("the batch is %s", b.State)
	}
	ctx, cancel = context.WithCancel(context.Background())
	defer cancel()
	piped := Options{Progress: stop, chunk: 1, Read: source.Options{Stdin: strings.NewReader("标准号,标准名称\nGB/T 1-2001,丁\nGB/T 2-2001,戊\n")}}
	if rep, err := Import(ctx, cat, t.TempDir(), []string{"-"}, piped); err == nil {
		t.Fatalf("not cancelled: %+v", rep.Counts)
	}
	if _, err := Resume(context.Background(), cat, t.TempDir(), 2, Options{}); corpus.KindOf(err) != corpus.Conflict || !strings.Contains(fmt.Sprint(err), "standard input") {
		t.Errorf("standard input: %v", err)
	}
	if _, err = Resume(context.Background(), cat, t.TempDir(), 99, Options{}); corpus.KindOf(err) != corpus.NotFound {
		t.Errorf("no such import: %v", err)
	}
}
