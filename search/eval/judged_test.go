package eval

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestParseJudged(t *testing.T) {
	text, err := os.ReadFile("testdata/judged.txt")
	if err != nil {
		t.Fatal(err)
	}
	got, err := ParseJudged(string(text))
	if err != nil {
		t.Fatal(err)
	}
	want := []Judgment{
		{"质量工程师", "质量管理体系要求", []Graded{{3, "gbt19001-2016"}, {2, "GB/T 19000—2016"}, {1, "ISO 9001:2015"}}, 3},
		{"质量工程师", "压力容器", []Graded{{3, "GB/T 150.1-2024"}, {1, "GB 99999-1899"}}, 8},
		{"软件测试", "软件质量模型", []Graded{{2, "GB/T 99998-1899"}}, 13},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestParseJudgedRefuses(t *testing.T) {
	for _, c := range []struct{ text, says string }{
		{"3 GB 1-2000\n", "line 1: \"3 GB 1-2000\" stands under no query"},
		{"? a\n3 GB 1-2000\n\n2 GB 2-2000\n", "line 4"},
		{"? a\n4 GB 1-2000\n", "grade from 1 to 3"},
		{"? a\n3\n", "grade from 1 to 3"},
		{"? a\n3 GB/T 1-2000\n2 gbt1-2000\n", "judged twice"},
		{"?\n", "the query is empty"},
		{"? a\tb\n3 GB 1-2000\n", "tab"},
		{"? a\n\n? b\n3 GB 1-2000\n", "line 1: nothing is judged for \"a\""},
		{"[persona:]\n", "is no persona"},
		{"[who: b]\n", "is no persona"},
		{"? \xff\n", "not UTF-8"},
	} {
		if _, err := ParseJudged(c.text); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%q: error %v, want one with %q", c.text, err, c.says)
		}
	}
}

func TestJudgedSets(t *testing.T) {
	file := &fstest.MapFile{Data: []byte("? a\n3 GB 1-2000\n")}
	files := fstest.MapFS{"q/b_dev.txt": file, "q/a_held.txt": file, "q/README.md": file}
	for held, want := range map[bool][]string{false: {"b_dev"}, true: {"a_held", "b_dev"}} {
		sets, err := judgedSets(files, "q", held)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, s := range sets {
			names = append(names, s.Name)
		}
		if diff := cmp.Diff(want, names); diff != "" {
			t.Errorf("held out %v: %s", held, diff)
		}
	}
	if _, err := judgedSets(fstest.MapFS{"q/x.txt": {Data: []byte("3 a\n")}}, "q", false); err == nil || !strings.Contains(err.Error(), "q/x.txt") {
		t.Errorf("error %v, want one that names the file", err)
	}
	if _, err := JudgedSets(true); err != nil {
		t.Errorf("the embedded sets: %v", err)
	}
}

func TestJoin(t *testing.T) {
	set := JudgedSet{Name: "x", Judgments: []Judgment{
		{Persona: "p", Query: "a", Grades: []Graded{{3, "gbt1-2000"}, {1, "GB 2-2000"}}, Line: 2},
		{Query: "b", Grades: []Graded{{3, "GB 3-2000"}}, Line: 6},
	}}
	queries, missing, skipped := set.join(func(key string) bool { return key == Key("GB/T 1-2000") })
	want := []Query{{Set: "x", Part: "p", Text: "a", Wants: []Want{{GradeExact, []string{Key("GB/T 1-2000")}}}}}
	if diff := cmp.Diff(want, queries); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"x:2 GB 2-2000", "x:6 GB 3-2000"}, missing); diff != "" || skipped != 1 {
		t.Errorf("skipped %d, missing %s", skipped, diff)
	}
	if diff := cmp.Diff(map[string]int{Key("GB/T 1-2000"): 3, Key("GB 2-2000"): 1}, GradesOf([]JudgedSet{set}, "a")); diff != "" {
		t.Error(diff)
	}
}

// FuzzParseJudged holds the parser to give back what it read: written out
// again, its reading reads the same.
func FuzzParseJudged(f *testing.F) {
	text, err := os.ReadFile("testdata/judged.txt")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(text))
	f.Add("[persona: a]\r\n? b  # c\r\n3  GB 1\r\n")
	f.Add("\ufeff? ?\n1 #\n")
	f.Fuzz(func(t *testing.T, text string) {
		list, err := ParseJudged(text)
		if err != nil {
			return
		}
		var b strings.Builder
		persona := ""
		for i := range list {
			j := &list[i]
			if j.Persona != persona {
				persona = j.Persona
				fmt.Fprintf(&b, "[persona: %s]\n", persona)
			}
			fmt.Fprintf(&b, "? %s\n", j.Query)
			for _, g := range j.Grades {
				fmt.Fprintf(&b, "%d %s\n", g.Grade, g.Number)
			}
			b.WriteByte('\n')
			j.Line = 0
		}
		again, err := ParseJudged(b.String())
		if err != nil {
			t.Fatalf("%q: %v", b.String(), err)
		}
		for i := range again {
			again[i].Line = 0
		}
		if diff := cmp.Diff(list, again); diff != "" {
			t.Errorf("%q: %s", b.String(), diff)
		}
	})
}
