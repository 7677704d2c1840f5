package local_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"chabiao/corpus/sample"
	"chabiao/search"
	"chabiao/search/local"
)

// show writes suggestions as tests have them: "kind text".
func show(list []search.Suggestion) []string {
	out := []string{}
	for _, s := range list {
		out = append(out, s.Kind+" "+s.Text)
	}
	return out
}

// suggestCase says what must be suggested for what is typed: the first of
// them, and others in this order.
type suggestCase struct {
	typed string
	first string
	then  []string
}

func (c *suggestCase) check(t *testing.T, e search.Engine) {
	t.Helper()
	list, err := e.Suggest(t.Context(), c.typed, 10, "zh")
	if err != nil {
		t.Errorf("%q: %v", c.typed, err)
		return
	}
	got := show(list)
	if c.first == "" {
		if len(got) > 0 {
			t.Errorf("%q suggests %q, want nothing", c.typed, got)
		}
		return
	}
	if len(got) == 0 || got[0] != c.first {
		t.Errorf("%q suggests %q, want %q first", c.typed, got, c.first)
	}
	at := 0
	for _, want := range c.then {
		i := slices.Index(got[at:], want)
		if i < 0 {
			t.Errorf("%q suggests %q, want %q in this order", c.typed, got, c.then)
			return
		}
		at += i + 1
	}
	seen := make(map[string]bool)
	rest := false
	for _, s := range list {
		if s.Kind == search.SuggestTerm && (s.ID != "" || s.Status != "") || s.Kind != search.SuggestTerm && (s.ID == "" || s.StatusLabel == "") {
			t.Errorf("%q suggests %+v", c.typed, s)
		}
		if seen[s.Kind+s.Text] {
			t.Errorf("%q suggests %q twice", c.typed, s.Text)
		}
		seen[s.Kind+s.Text] = true
		if s.Kind == search.SuggestTitle {
			old := s.Status == "withdrawn" || s.Status == "superseded"
			if rest && !old {
				t.Errorf("%q suggests %q behind what is withdrawn", c.typed, got)
			}
			rest = rest || old
		}
	}
}

func TestSuggest(t *testing.T) {
	e, _, _ := open(t, sample.Entries())
	for _, c := range []suggestCase{
		{"zlgltx", "term 质量管理体系", []string{"title 质量管理体系 要求"}},
		{"zhiliang", "term 质量", []string{"term 质量管理体系", "title 质量管理体系 要求"}},
		{"zhi liang guan li ti xi", "term 质量管理体系", []string{"title 质量管理体系 要求"}},
		{"zhiliangguanlitix", "term 质量管理体系", []string{"title 质量管理体系 要求"}},
		{"质量", "term 质量管理体系", []string{"title 质量管理体系 要求"}},
		{"質量管理體", "term 质量管理体系", []string{"title 质量管理体系 要求"}},
		{"press", "term pressure", []string{"title Pressure vessels - Part 1: General requirements"}},
		{"pressure ves", "term pressure vessels", []string{"title Pressure vessels - Part 1: General requirements", "title Unfired pressure vessels - Part 1: General"}},
		{"GB/T 190", "number GB/T 19000-2016", []string{"number GB/T 19001-2016"}},
		{"19001", "number GB/T 19001-2016", nil},
		{"GB/T 19001-2008", "number GB/T 19001-2008", nil},
		{"iso 9", "number ISO 9227:2022", []string{"number ISO 9000:2015", "number ISO 9001:2015"}}, // the sample says that others are coming
		{"质量guanlitix", "term 质量管理体系", nil},                                                         // an input method that is not through
		{"GB/T", "number GB/T 1.1-2020", nil},                                                       // a body
		{"GB/T 19001 质量", "number GB/T 19001-2016", nil},
		{"质量 iso 9001", "number ISO 9001:2015", nil},
		{"yaliro", "term 压力容器", []string{"title 压力容器 第1部分：通用要求", "title 固定式压力容器安全技术监察规程"}},
		{"充电", "term 充电用连接装置", []string{"title 电动汽车传导充电系统 第1部分：通用要求"}},
		{"电动汽车 充电", "term 电动汽车 充电用连接装置", []string{"title 电动汽车传导充电系统 第1部分：通用要求"}}, // words apart
		{"网络安全dengjibao", "term 网络安全等级保护", []string{"title 信息安全技术 网络安全等级保护基本要求"}},
		{"安全 压力", "term 安全 压力容器", nil}, // the last word of several
		{"质量管理体系 要求", "title 质量管理体系 要求", nil},
		{"鬱鬱蒼蒼", "", nil},
		{"xyzzy", "", nil},
		{"  ", "", nil},
		{"——", "", nil},
	} {
		c.check(t, e)
	}
}

// TestSuggestRealCatalogue asks the same of 50,000 Chinese entries.
func TestSuggestRealCatalogue(t *testing.T) {
	dir := os.Getenv("CHABIAO_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	path := filepath.Join(dir, "catalog", "cn_lda.jsonl.gz")
	if _, err := os.Stat(path); err != nil {
		t.Skip("no real catalogue here: set CHABIAO_SHARED to the folder that has catalog/cn_lda.jsonl.gz")
	}
	if testing.Short() {
		t.Skip("takes half a minute")
	}
	e, _, _ := local.OpenDir(t, t.TempDir(), path)
	if err := e.CountWords(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, c := range []suggestCase{
		{"zlgltx", "term 质量管理体系", []string{"title 质量管理体系 要求"}},
		{"zhiliang", "term 质量", []string{"title 质量管理体系 要求"}},
		{"zhiliangguanlitixi", "term 质量管理体系", []string{"title 质量管理体系 要求"}},
		{"质量", "term 质量要求", []string{"title 质量管理体系 要求"}},
		{"質量", "term 质量要求", []string{"title 质量管理体系 要求"}},
		{"GB/T 190", "number GB/T 19000-2016", []string{"number GB/T 19001-2016"}},
		{"19001", "number GB/T 19001-2016", nil},
		{"yaliro", "term 压力容器", nil},
		{"充电", "term 充电用连接装置", []string{"term 充电桩", "title 电动汽车交流充电桩(试行)"}},
		{"huangqumeidusub1", "term 黄曲霉毒素B1", nil},
		{"食品中", "", nil},
	} {
		if c.first == "" { // something, and nothing withdrawn first: check sees to that
			list, err := e.Suggest(t.Context(), c.typed, 10, "zh")
			if err != nil || len(list) == 0 {
				t.Errorf("%q: %v %v", c.typed, show(list), err)
				continue
			}
			c.first = show(list)[0]
		}
		c.check(t, e)
	}
}

// What changes in the catalogue changes what is suggested: new words come, and
// those that no title has any more go.
func TestSuggestFollows(t *testing.T) {
	e, cat, ix := open(t, titled("量子密钥分发|Quantum keys", "钢管|Tubes"))
	suggests := func(typed string, want ...string) {
		t.Helper()
		list, err := e.Suggest(t.Context(), typed, 10, "zh")
		if err != nil {
			t.Fatal(err)
		}
		if got := show(list); !slices.Equal(got, want) {
			t.Errorf("%q suggests %q, want %q", typed, got, want)
		}
	}
	suggests("liangzi", "term 量子密钥分发", "term 量子", "term 量子密钥")
	load(t, cat, ix, t.TempDir(), []byte(`{"number":"GB/T 40001-2020","title_zh":"区块链","title_en":"Blockchain","status":"current"}`+"\n"))
	suggests("liangzi")
	suggests("qukuai", "term 区块链")
	suggests("blockch", "term blockchain")
	load(t, cat, ix, t.TempDir(), []byte(`{"number":"GB/T 40001-2020","status":"withdrawn"}
{"number":"GB/T 40003-2020","title_zh":"区块链术语","status":"current"}`+"\n"))
	suggests("qukuai", "term 区块链", "term 区块链术语")
}

// The table of words is kept in a file, and made anew if that is damaged.
func TestWordsFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "index", local.WordsFile)
	rows := filepath.Join(t.TempDir(), "rows.jsonl")
	if err := os.WriteFile(rows, sample.Entries(), 0o644); err != nil {
		t.Fatal(err)
	}
	c := suggestCase{"zlgltx", "term 质量管理体系", nil}
	t.Run("made", func(t *testing.T) {
		e, _, _ := local.OpenDir(t, dir, rows)
		c.check(t, e)
	})
	made, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string][]byte{"whole": made, "damaged": append([]byte(strings.Repeat("x", 64)), made[64:]...), "empty": {}} {
		t.Run(name, func(t *testing.T) {
			if err := os.WriteFile(path, file, 0o644); err != nil {
				t.Fatal(err)
			}
			e, _, _ := local.OpenDir(t, dir)
			c.check(t, e)
		})
		if again, err := os.ReadFile(path); err != nil || len(again) != len(made) {
			t.Errorf("%s: the file has %d bytes, not %d: %v", name, len(again), len(made), err)
		}
	}
}

// Whatever is typed, there is an answer.
func FuzzSuggest(f *testing.F) {
	e, _, _ := open(f, sample.Entries())
	for _, q := range []string{"质", "zlgltx", "GB/T 1.", "5g 网络", "ü'", "gb/t 1 质 z", "\xff质", strings.Repeat("质 a", 200)} {
		f.Add(q)
	}
	f.Fuzz(func(t *testing.T, q string) {
		for _, lang := range []string{"zh", "en"} {
			list, err := e.Suggest(t.Context(), q, 10, lang)
			if err != nil {
				t.Fatal(err)
			}
			if len(list) > 10 {
				t.Fatalf("%q: %d suggestions", q, len(list))
			}
		}
	})
}
