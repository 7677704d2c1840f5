package relaton

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chabiao/corpus"

	"github.com/google/go-cmp/cmp"
)

// decode writes what Decode gives: objects, and errors with "!" before them.
func decode(text string, yaml bool) []string {
	var out []string
	for obj, err := range Decode(strings.NewReader(text), yaml) {
		if err != nil {
			out = append(out, "!"+err.Error())
			continue
		}
		out = append(out, string(obj))
	}
	return out
}

func fixture(t testing.TB, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestFixtures(t *testing.T) {
	model1 := `{"number":"XYZ 42-1:2014",` +
		`"title_en":"Garden tools — Spades — Part 1: Blades","title_fr":"Outils de jardin — Bêches — Partie 1","title_zh":"园艺工具","title_zh-latn":"Yuanyi gongju","alt_titles":["園藝工具","Spade blades"],` +
		`"status_raw":"90.93","status":"current","stage":"90.93","confirmed":"2024","date_circulated":"2013","issued":"2014-03","published":"2014-04-01",` +
		`"replaces":["XYZ 42-1:2004","XYZ 41:2001"],"replaced_by":["XYZ 42-1:2030"],"adopts":[{"number":"ABC 1:2010"},{"number":"ABC 2:2010","degree":"NEQ"}],"references":["A book of spades"],` +
		`"relations":{"partOf":["XYZ 42"],"updates":["XYZ 40:2001"],"updates:corrects":["XYZ 39:2001"]},` +
		`"ics":["65.060.70"],"issuing_body":"ORX/ELX","committee":["XYZ/TC 5 Garden","SC 2 Digging"],"drafters":["Spade Works"],"authors":["A Digger"],` +
		`"doctype":"international-standard","language":["en","fr"],"keywords":["spade","blade"],"abstract_en":"Specifies blades.","pages":36,"url":"https://example.org/42",` +
		`"alt_numbers":["XYZ 42™-1:2014","urn:xyz:std:42:-1:ed-2","978-0-0000-0000-2"],"edition":"2","relaton":{"place":["Geneva"],"structuredidentifier":{"project_number":"XYZ 42"}}}`
	model2 := `{"number":"QQ 7:1999","title_en":"Wires","title_ja":"電線","status_raw":"REVISED","status":"superseded","stage":"REVISED","published":"1999-02-03","stable_until":"2012-12-31","withdrawn":"2010-01-01",` +
		`"ics":["29.060.10"],"issuing_body":"キュー協会","committee":["QQ/TC 3 Wires and cables"],"doctype":"quality-standard","language":["ja","en"],"keywords":["wire","cable","cord"],"pages":12,` +
		`"url":"https://example.org/qq7","alt_numbers":["urn:qq:7"],"edition":"1","relaton":{"price":[{"content":"100","currency":"JPY"}]}}`
	collection := []string{
		`{"number":"CC 36000","title_en":"Vocabulary","status_raw":"proposal","status":"draft","stage":"proposal","published":"2018-10-25","committee":["PUBLISH"],"doctype":"standard"}`,
		`{"number":"GB/T 1-2020","title_zh":"目录","status_raw":"activated","status":"current","stage":"activated","adopts":[{"number":"ISO 5","degree":"IDT"}],"ccs":["A14"],"issuing_body":"国家委员会","committee":["全国目录委员会"]}`,
	}
	one, two, three := fixture(t, "model1.yaml"), fixture(t, "model2.yaml"), fixture(t, "collection.yaml")
	for name, tc := range map[string]struct {
		text string
		want []string
	}{
		"model 1":            {one, []string{model1}},
		"model 2":            {two, []string{model2}},
		"collection":         {three, collection},
		"stream":             {one + "---\n# a comment\n---\n" + two + "---\n" + three, append([]string{model1, model2}, collection...)},
		"references":         {"references:\n" + listed(two) + listed(two) + "other: 1\n", []string{model2, model2}},
		"list":               {listed(two) + listed(two), []string{model2, model2}},
		"line ends and mark": {"\xef\xbb\xbf%YAML 1.2\n--- \n" + strings.ReplaceAll(two, "\n", "\r\n"), []string{model2}},
		"a symbol's key":     {strings.Replace(two, "title:", ":title:", 1), []string{model2}},
	} {
		got := decode(tc.text, true)
		if d := cmp.Diff(tc.want, got); d != "" {
			t.Errorf("%s: %s", name, d)
		}
		if !Is([]byte(tc.text)) {
			t.Errorf("%s: is not known as relaton", name)
		}
		// The same as JSON: an array, lines, and in a collection.
		var trees []string
		d := &documents{r: strings.NewReader(strings.TrimPrefix(tc.text, "\xef\xbb\xbf")), line: 1}
		d.each(func(u unit) bool {
			tree, err := parseYAML(u.text, u.line)
			if err != nil {
				t.Fatal(err)
			}
			data, err := json.Marshal(tree)
			if err != nil {
				t.Fatal(err)
			}
			trees = append(trees, string(data))
			return true
		})
		for layout, text := range map[string]string{"array": "[" + strings.Join(trees, ",\n") + "]", "lines": strings.Join(trees, "\n") + "\n", "wrapped": `{"references":[` + strings.Join(trees, ",") + "]}"} {
			if len(trees) == 1 && strings.HasPrefix(trees[0], "[") && layout != "lines" {
				continue // a list within a list is no collection
			}
			if d := cmp.Diff(tc.want, decode(text, false)); d != "" {
				t.Errorf("%s as JSON %s: %s", name, layout, d)
			}
			if !Is([]byte(text)) {
				t.Errorf("%s as JSON %s: is not known as relaton", name, layout)
			}
		}
		for _, obj := range got {
			if _, warnings, err := corpus.DecodeEntry([]byte(obj)); err != nil || len(warnings) > 0 {
				t.Errorf("%s: as an entry: %v %v", name, warnings, err)
			}
		}
	}
}

// listed makes a document an item of a list.
func listed(doc string) string {
	return "- " + strings.ReplaceAll(strings.TrimSuffix(doc, "\n"), "\n", "\n  ") + "\n"
}

func TestIsNot(t *testing.T) {
	for _, text := range []string{"", "{}", "number,title\n", `{"number":"GB 1","title_zh":"x","doctype":"standard","relations":{"updates":["x"]}}`,
		"openapi: 3.1.0\ninfo:\n  title: x\n", `[{"number":"ISO 1","relation":[],"docid":"x"}]`, "title: a\ndate: b\nabstract: c\n", "标准号: GB 1\n"} {
		if Is([]byte(text)) {
			t.Errorf("%q is taken for relaton", text)
		}
	}
}

func TestStages(t *testing.T) {
	for stage, want := range map[string]string{"10.99": "draft", "30.98": "withdrawn", "50.20": "draft", "60.00": "upcoming", "60.60": "current", "90.20": "current", "95.20": "current", "95.99": "withdrawn", "95": "withdrawn",
		"PUBLISHED": "current", "In force": "current", "Withdrawal": "withdrawn", "REPLACED": "superseded", "draft": "draft", "joint": "joint", "999": "999"} {
		got := decode("docid: {id: X 1}\ndocstatus: {stage: '"+stage+"'}\n", true)
		var e struct{ Status, Stage string }
		if len(got) != 1 || json.Unmarshal([]byte(got[0]), &e) != nil || e.Status != want || e.Stage != stage {
			t.Errorf("%s: %v, want %s", stage, got, want)
		}
	}
	if got := decode("docid: {id: X 1}\ndocstatus: {stage: '60.00'}\ndate: {type: published, value: '2014'}\n", true); !strings.Contains(got[0], `"status":"current"`) {
		t.Errorf("published and 60.00: %v", got)
	}
}

func TestFaults(t *testing.T) {
	good := func(id string) string { return "docid: {id: " + id + "}\n" }
	obj := func(id string) string { return `{"number":"` + id + `"}` }
	bomb := "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
	for c := 'b'; c <= 'i'; c++ {
		bomb += fmt.Sprintf("%c: &%c [", c, c) + strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*%c,", c-1), 10), ",") + "]\n"
	}
	for name, tc := range map[string]struct {
		text string
		want []string
	}{
		"bad among good":      {good("A") + "---\ny: 1\nx: ]\n---\n" + good("B"), []string{obj("A"), "!at line 2: broken YAML: line 3:", obj("B")}},
		"bad item":            {"references:\n- " + good("A") + "- x: [\n- " + good("B"), []string{obj("A"), "!line 3: broken YAML", obj("B")}},
		"no number":           {"title: x\n---\n" + good("B"), []string{"!line 1: the item has no docid", obj("B")}},
		"no item":             {"just words\n---\n- - 1\n", []string{"!want a bibliographic item", "!want a bibliographic item"}},
		"alias bomb":          {bomb + "---\n" + good("B"), []string{"!holds more than 1048576 values", obj("B")}},
		"a text many times":   {"a: &a " + strings.Repeat("x", 1<<20) + "\nb: [" + strings.Repeat("*a,", 100) + "]\n---\n" + good("B"), []string{"!holds more than", obj("B")}},
		"holds itself":        {"a: &a\n  b: *a\n---\n" + good("B"), []string{"!line 1", obj("B")}},
		"deep":                {strings.Repeat("[", 500) + strings.Repeat("]", 500) + "\n---\n" + good("B"), []string{"!nested deeper", obj("B")}},
		"very deep":           {strings.Repeat("[", 50000) + "\n---\n" + good("B"), []string{"!broken YAML", obj("B")}},
		"too many values":     {"[" + strings.Repeat("a,", maxValues+1) + "]\n---\n" + good("B"), []string{"!holds more than", obj("B")}},
		"too long":            {"a: " + strings.Repeat("x", MaxDocument) + "\nb: 1\n---\n" + good("B"), []string{"!longer than 16 MiB", obj("B")}},
		"too long an item":    {"items:\n- " + good("A") + "- a: |\n" + strings.Repeat("    "+strings.Repeat("y", 1000)+"\n", 20000) + "- " + good("B") + "z: 1\n", []string{obj("A"), "!longer than 16 MiB", obj("B")}},
		"aliases and merges":  {"x: &x {id: A}\ndocid: {<<: *x, type: X}\nrelation: []\n", []string{`{"number":"A","relaton":{"x":{"id":"A"}}}`}},
		"keys that are twice": {"docid: {id: A}\ndocid: {id: B}\n", []string{obj("A")}},
		"nulls":               {"docid: {id: A}\ntitle: ~\ndate:\nplace: null\n", []string{obj("A")}},
		"odd shapes":          {"docid: [[A], {id: [A]}]\ntitle: [[x]]\ndate: x\ncontributor: [x, {role: [[]]}]\nrelation: x\nics: {a: {b: c}}\nlink: 1\nsize: [1]\ndocstatus: [x]\n", []string{`{"number":"A","title_en":"x","status":"x","stage":"x"}`}},
	} {
		got := decode(tc.text, true)
		ok := len(got) == len(tc.want)
		for i := 0; ok && i < len(got); i++ {
			ok = got[i] == tc.want[i]
			if says, bad := strings.CutPrefix(tc.want[i], "!"); bad {
				ok = strings.HasPrefix(got[i], "!") && strings.Contains(got[i], says)
			}
		}
		if !ok {
			t.Errorf("%s: %.300q, want %q", name, got, tc.want)
		}
	}
	if got := decode("{\"docid\":[{\"id\":\"A\"}]}\n{\"docid\":\n{\"docid\":1.5}\n{}\n", false); len(got) != 4 || got[0] != obj("A") || got[1][0] != '!' || got[2] != obj("1.5") || got[3][0] != '!' {
		t.Errorf("JSON: %q", got)
	}
}

// TestLongCollection cuts a collection that is longer than a document may be.
func TestLongCollection(t *testing.T) {
	item := listed(fixture(t, "model2.yaml"))
	n := MaxDocument/len(item) + 1000
	for _, head := range []string{"references:\n", "", "---\nroot:\n  title: x\n  items:\n"} {
		body := item
		if strings.HasPrefix(head, "---") {
			body = "  " + strings.ReplaceAll(strings.TrimSuffix(item, "\n"), "\n", "\n  ") + "\n"
		}
		pieces := []io.Reader{strings.NewReader(head)}
		for range 200 {
			pieces = append(pieces, strings.NewReader(strings.Repeat(body, n/200)))
		}
		pieces = append(pieces, strings.NewReader("---\n"+item))
		d := &documents{r: io.MultiReader(pieces...), line: 1}
		units, line := 0, int64(0)
		d.each(func(u unit) bool {
			if u.err != nil || u.line <= line {
				t.Fatalf("unit at %d behind %d: %v", u.line, line, u.err)
			}
			if line = u.line; units%997 == 0 {
				if tree, err := parseYAML(u.text, u.line); err != nil || len(tree.([]any)) != 1 {
					t.Fatalf("line %d: %v", u.line, err)
				}
			}
			units++
			return true
		})
		if want := n/200*200 + 1; units != want {
			t.Errorf("%q: %d units, want %d", head, units, want)
		}
	}
}

func TestStopping(t *testing.T) {
	for yaml, text := range map[bool]string{true: "docid: {id: A}\n---\ndocid: {id: B}\n---\nx: [\n", false: `[{"docid":"A"},{"docid":"B"}]`} {
		n := 0
		for range Decode(strings.NewReader(text), yaml) {
			n++
			break
		}
		if n != 1 {
			t.Errorf("yaml %v: %d items", yaml, n)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, name := range []string{"model1.yaml", "model2.yaml", "collection.yaml"} {
		f.Add([]byte(fixture(f, name)), true)
	}
	f.Add([]byte(`{"docid":[{"id":"A"}],"title":{"content":"x"},"relation":[{"type":"obsoletes","bibitem":{"docid":"B"}}]}`), false)
	f.Add([]byte("a: &a [*a]\n--- {docid: A}\n...\n"), true)
	f.Fuzz(func(t *testing.T, data []byte, yaml bool) {
		Is(data)
		for obj, err := range Decode(strings.NewReader(string(data)), yaml) {
			if err != nil {
				continue
			}
			if !json.Valid(obj) {
				t.Fatalf("no JSON: %q", obj)
			}
			if _, _, err := corpus.DecodeEntry(obj); err != nil {
				t.Fatalf("no entry: %v in %s", err, obj)
			}
		}
	})
}

func BenchmarkYAML(b *testing.B) {
	text := strings.Repeat("---\n"+fixture(b, "model1.yaml"), 100)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		for _, err := range Decode(strings.NewReader(text), true) {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
		if n != 100 {
			b.Fatalf("%d items", n)
		}
	}
	b.ReportMetric(100*float64(b.N)/b.Elapsed().Seconds(), "items/s")
}
