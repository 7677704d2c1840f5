package problem

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// TestRegistryHoldsEveryConstant reads the constants from the source, so that
// a new one without words for it fails here.
func TestRegistryHoldsEveryConstant(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "kinds.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	declared := 0
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		for _, v := range spec.Values {
			lit, ok := v.(*ast.BasicLit)
			if !ok {
				continue
			}
			declared++
			if k := Kind(strings.Trim(lit.Value, `"`)); !k.Known() {
				t.Errorf("%s is declared and not registered", k)
			}
		}
		return true
	})
	if declared != len(registry) {
		t.Errorf("%d constants and %d registered kinds", declared, len(registry))
	}
}

func TestRegistryWords(t *testing.T) {
	han := func(s string) bool {
		return strings.IndexFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) }) >= 0
	}
	for _, k := range Kinds() {
		for _, lang := range []string{"zh", "en"} {
			if k.Title(lang) == "" || k.Advice(lang) == "" {
				t.Errorf("%s has no title or advice in %s", k, lang)
			}
		}
		if !han(k.Title("zh")) || !han(k.Advice("zh")) || han(k.Title("en")) {
			t.Errorf("%s: words in the wrong language", k)
		}
		if k != Kind(strings.ToLower(string(k))) || strings.ContainsAny(string(k), " -") {
			t.Errorf("%s: codes are lower case with underscores", k)
		}
	}
	kinds := Kinds()
	for i := 1; i < len(kinds); i++ {
		if kinds[i-1].Severity() < kinds[i].Severity() {
			t.Errorf("%s before %s", kinds[i-1], kinds[i])
		}
	}
	if k := Kind("nobody"); k.Severity() != Warning || k.Title("zh") != "nobody" || k.Known() {
		t.Errorf("unknown kind: %v %q", k.Severity(), k.Title("zh"))
	}
}

func TestSeverity(t *testing.T) {
	for s, want := range map[Severity]string{Info: "info", Warning: "warning", Error: "error"} {
		b, err := json.Marshal(s)
		if err != nil || string(b) != `"`+want+`"` {
			t.Errorf("%v: %s %v", s, b, err)
		}
		var back Severity
		if err := json.Unmarshal(b, &back); err != nil || back != s {
			t.Errorf("%s read back as %v, %v", b, back, err)
		}
	}
	var s Severity
	if json.Unmarshal([]byte(`"fatal"`), &s) == nil {
		t.Error("fatal is taken as a severity")
	}
	if got := Worst([]Note{{Kind: TitleSpaces}, {Kind: NumberMissing}, {Kind: Mojibake}}); got != Error {
		t.Errorf("worst is %v", got)
	}
	if Worst(nil) != Info {
		t.Error("worst of nothing is not info")
	}
}

func TestCollectorJSON(t *testing.T) {
	var c Collector
	c.Add("a.csv", "", 3, Note{Kind: TitleSpaces, Field: "title_zh", Value: "铅 锭", Became: "铅锭"})
	c.Add("a.csv", "", 4, Note{Kind: NumberMissing}, Note{})
	c.Add("b.xlsx", "现行", 5, Note{Kind: Mojibake, Field: "title_zh"}, Note{Kind: DateUnreadable, Field: "published", Value: "x"})
	c.Add("b.xlsx", "现行", 6, Note{Kind: DateUnreadable, Field: "published", Value: "y"})
	b, err := json.Marshal(&c)
	if err != nil {
		t.Fatal(err)
	}
	var got []struct {
		Kind     string
		Severity string
		Count    int
		Examples []map[string]any
	}
	if err := json.Unmarshal(b, &got); err != nil {
		t.Fatal(err)
	}
	var order []string
	for _, g := range got {
		order = append(order, fmt.Sprint(g.Severity, " ", g.Kind, " ", g.Count))
	}
	if d := cmp.Diff([]string{"error number_missing 1", "warning date_unreadable 2", "warning mojibake 1", "info title_spaces 1"}, order); d != "" {
		t.Error(d)
	}
	want := map[string]any{"file": "a.csv", "row": 3.0, "kind": "title_spaces", "field": "title_zh", "value": "铅 锭", "became": "铅锭"}
	if d := cmp.Diff(want, got[3].Examples[0]); d != "" {
		t.Error(d)
	}
	var back Collector
	if err := json.Unmarshal(b, &back); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(c.Groups(), back.Groups()); d != "" {
		t.Error(d)
	}
}

func TestCollectorIsBounded(t *testing.T) {
	var c Collector
	long := strings.Repeat("标", 1000)
	for i := range 100 {
		c.Add("f", "s", int64(i), Note{Kind: Mojibake, Value: long})
	}
	for i := range 2000 {
		c.Add("f", "s", 1, Note{Kind: Kind(fmt.Sprint("made-up-", i))})
	}
	g := c.Groups()
	if len(g) > maxKinds+1 {
		t.Errorf("%d groups", len(g))
	}
	if c.Count(Mojibake) != 100 || c.Count(beyond) != 2000-maxKinds+1 {
		t.Errorf("counts %d, %d", c.Count(Mojibake), c.Count(beyond))
	}
	for _, x := range g {
		if len(x.Examples) > MaxExamples {
			t.Errorf("%s: %d examples", x.Kind, len(x.Examples))
		}
		for _, e := range x.Examples {
			if len(e.Value) > maxText+3 || !utf8.ValidString(e.Value) {
				t.Errorf("example of %d bytes", len(e.Value))
			}
		}
	}
}

func TestMerge(t *testing.T) {
	var a, b Collector
	for i := range 15 {
		a.Add("a", "", int64(i+1), Note{Kind: Mojibake})
		b.Add("b", "", int64(i+1), Note{Kind: Mojibake}, Note{Kind: TitleMissing})
	}
	a.Merge(&b)
	a.Merge(nil)
	if a.Count(Mojibake) != 30 || a.Count(TitleMissing) != 15 || b.Count(Mojibake) != 15 {
		t.Errorf("counts %d %d %d", a.Count(Mojibake), a.Count(TitleMissing), b.Count(Mojibake))
	}
	infos, warnings, errs := a.Totals()
	if infos != 0 || warnings != 45 || errs != 0 {
		t.Errorf("totals %d %d %d", infos, warnings, errs)
	}
	for _, g := range a.Groups() {
		if g.Kind != Mojibake {
			continue
		}
		if len(g.Examples) != MaxExamples || g.Examples[14].File != "a" || g.Examples[15].File != "b" || g.Examples[15].Row != 1 {
			t.Errorf("examples %+v", g.Examples)
		}
	}
}
