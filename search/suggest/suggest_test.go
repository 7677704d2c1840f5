package suggest

import (
	"bytes"
	"strings"
	"testing"

	"chabiao/corpus/segment"

	"github.com/google/go-cmp/cmp"
)

func segmenter(t testing.TB) *segment.Segmenter {
	t.Helper()
	seg, err := segment.Default()
	if err != nil {
		t.Fatal(err)
	}
	return seg
}

// counted makes a table of titles, "Chinese|English", "-" before one that is
// not in force.
func counted(t testing.TB, titles ...string) *Table {
	t.Helper()
	c := NewCounter(segmenter(t))
	for _, title := range titles {
		rest, old := strings.CutPrefix(title, "-")
		zh, en, _ := strings.Cut(rest, "|")
		c.Add(map[string]string{"zh": zh, "en": en, "fr": "Tubes"}, !old)
	}
	return c.Table(7, "gen-1")
}

func texts(terms []Term) []string {
	out := []string{}
	for _, t := range terms {
		out = append(out, t.Text)
	}
	return out
}

func TestPhrases(t *testing.T) {
	for _, c := range []struct {
		title string
		want  []string
	}{
		{"质量管理体系 要求", []string{"质量", "质量管理体系", "管理体系", "要求"}},
		{"钢管的弯曲和压扁试验", []string{"钢管", "弯曲", "压扁", "压扁试验", "试验"}},
		{"建筑用钢管", []string{"建筑用", "建筑用钢管", "钢管"}},
		{"5G网络 第2部分：测试", []string{"5G", "5G网络", "网络", "测试"}},
		{"Pressure vessels - Part 1: LED lamps", []string{"pressure", "pressure vessels", "vessels", "part", "LED", "LED lamps", "lamps"}},
		{"Safety of machinery", []string{"safety", "safety of machinery", "machinery"}},
		// What has such words in it is not torn off: "steel for low" goes on.
		{"Steel for low temperature", []string{"steel", "steel for low temperature", "low", "low temperature", "temperature"}},
		{"NON-DESTRUCTIVE TESTING", []string{"non", "non-destructive", "non-destructive testing", "destructive", "destructive testing", "testing"}},
		{"", nil},
		{"——", nil},
	} {
		var got []string
		cut := cutter{seg: segmenter(t)}
		cut.phrases(c.title, func(text []byte, _ bool) { got = append(got, string(text)) })
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.title, diff)
		}
	}
}

func TestTable(t *testing.T) {
	table := counted(t, "质量管理体系 要求|Quality management systems", "质量管理体系 术语|Quality systems", "质量控制|LED quality",
		"-质量监督", "-质量监督 导则", "区块链 术语|IPv6 networks", "5G网络 术语")
	set := Set{Base: table}
	for _, c := range []struct {
		by     By
		prefix string
		whole  bool
		want   []string
	}{
		{ByText, "质量管", false, []string{"质量管理体系"}},
		{ByText, "区块", false, []string{"区块链"}},
		{ByText, "led", false, []string{"LED quality", "LED"}},
		{ByText, "ipv", false, []string{"IPv6 networks", "IPv6"}},
		{ByText, "质量监", false, []string{"质量监督"}}, // in no title in force, and there
		{BySound, "zhiliangguanlit", false, []string{"质量管理体系"}},
		{BySound, "zhiliang", true, []string{"质量"}},
		{BySound, "5gwang", false, []string{"5G网络"}},
		{ByInitials, "zlgltx", true, []string{"质量管理体系"}},
		{ByInitials, "5gw", false, []string{"5G网络"}},
		{ByText, "", false, []string{}},
		{ByText, "没有", false, []string{}},
	} {
		if diff := cmp.Diff(c.want, texts(set.Best(c.by, c.prefix, c.whole, 10))); diff != "" {
			t.Errorf("%d %q (-want +got):\n%s", c.by, c.prefix, diff)
		}
	}
	first := set.Best(ByText, "术", false, 1)
	if diff := cmp.Diff([]Term{{Text: "术语", Key: "术语", Titles: 3, InForce: 3, Word: true, Weight: weightOf(3, 3)}}, first); diff != "" {
		t.Errorf("术语 (-want +got):\n%s", diff)
	}
}

// Words of a spoken query are pairs of characters and words of the dictionary,
// not phrases, and each character has its syllable.
func TestSpoken(t *testing.T) {
	set := Set{Base: counted(t, "质量管理体系", "质量管理体系", "西安 县城", "齿爪式粉碎机")}
	for syllables, want := range map[string]string{
		"zhi liang": "质量", "chi zhua": "齿爪", "xi an": "西安", "xian": "", "guan li ti xi": "管理体系", "guan li ti": "", "fen sui ji": "粉碎机",
		"zhi liang guan li ti xi": "", "": "",
	} {
		got := set.Spoken(strings.Fields(syllables))
		if want == "" && len(got) > 0 || want != "" && (len(got) == 0 || got[0].Key != want) {
			t.Errorf("%q means %v, want %q", syllables, texts(got), want)
		}
	}
}

// What has changed since stands beside the table, and counts with it.
func TestSet(t *testing.T) {
	set := Set{Base: counted(t, "质量控制", "质量控制", "质量要求"), Since: counted(t, "质量要求", "质量要求", "质量评价"), Changed: 3}
	if diff := cmp.Diff([]string{"质量", "质量要求", "质量控制", "质量评价"}, texts(set.Best(ByText, "质量", false, 10))); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if terms := set.Best(ByText, "质量", true, 1); len(terms) != 1 || terms[0].InForce != 6 || set.Stands(terms[0]) {
		t.Errorf("质量: %+v, stands %v", terms, set.Stands(terms[0]))
	}
	set.Changed = 2
	if terms := set.Best(ByText, "质量", true, 1); !set.Stands(terms[0]) {
		t.Error("two changes take no word of six titles away")
	}
	if got := (Set{}).Best(ByText, "质量", false, 10); got != nil {
		t.Errorf("an empty set has %v", got)
	}
}

func TestLetters(t *testing.T) {
	for typed, want := range map[string]string{
		"Zhi liang": "zhiliang", "xi'an": "xian", "lüe": "lve", "5G": "5g", "质量": "", "123": "", "": "", "a-b": "",
	} {
		if got := Letters(typed); got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}

// A counter bounds what it keeps, and what is met often stays.
func TestForget(t *testing.T) {
	c := NewCounter(segmenter(t))
	for range 5 {
		c.Add(map[string]string{"zh": "质量管理"}, true)
	}
	for i := 0; len(c.terms) < doorAt; i++ {
		c.AddWord("字"+string(rune(0x4e00+i%20000))+string(rune(0x4e00+i/20000)), 1, 1)
	}
	c.Add(map[string]string{"zh": "稀有词语"}, true) // met once at a shut door
	before := len(c.terms)
	c.forget()
	if len(c.terms) != before { // few enough
		t.Errorf("%d of %d terms left", len(c.terms), before)
	}
	if got := texts((Set{Base: c.Table(1, "")}).Best(ByText, "质量管理", true, 1)); len(got) != 1 {
		t.Error("what came first is forgotten")
	}
}

func TestFile(t *testing.T) {
	table := counted(t, "质量管理体系 要求|LED lamps", "-钢管")
	var file bytes.Buffer
	if err := table.Write(&file); err != nil {
		t.Fatal(err)
	}
	got, err := Read(bytes.NewReader(file.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(table, got, cmp.AllowUnexported(Table{}, keys{}, columns{})); diff != "" {
		t.Errorf("-written +read:\n%s", diff)
	}
	for i := 0; i < file.Len(); i += 7 {
		bad := bytes.Clone(file.Bytes())
		bad[i] ^= 0x10
		if _, err := Read(bytes.NewReader(bad)); err == nil {
			t.Fatalf("byte %d is wrong, and nobody says so", i)
		}
		if _, err := Read(bytes.NewReader(file.Bytes()[:i])); err == nil {
			t.Fatalf("the file ends at byte %d, and nobody says so", i)
		}
	}
}
