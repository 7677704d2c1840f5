package main

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// titles with 压敏胶 as a word in them: it stands between many neighbours.
var titles = []string{
	"压敏胶带", "测压敏胶厚", "用压敏胶层", "及压敏胶片", "黑压敏胶水", "白压敏胶纸", "厚压敏胶膜", "薄压敏胶布",
	"机床电机", "机床电缆", "机床电表", "机床电机", "农业机械", "林业机械", "渔业机械", "工业机械",
}

func runs(t *testing.T) [][]rune {
	t.Helper()
	var out [][]rune
	for _, title := range titles {
		out = appendRuns(out, title+" 第1部分")
	}
	var filler []rune // other text, so that meeting by chance is rare
	for r := rune(0x5000); r < 0x5200; r++ {
		filler = append(filler, r)
	}
	return append(out, filler)
}

func TestMine(t *testing.T) {
	general := []word{{text: "机床", freq: 90}, {text: "电机", freq: 90}, {text: "机械", freq: 90}, {text: "农业", freq: 9}, {text: "林业", freq: 9}, {text: "渔业", freq: 9}, {text: "工业", freq: 9}}
	var got []string
	for _, term := range mine(count(runs(t), 4), general, 4) {
		got = append(got, term.text)
	}
	if d := cmp.Diff([]string{"压敏胶"}, got); d != "" { // not 压敏, 敏胶: always continued; not 业机械: torn
		t.Error(d)
	}
}

func TestFigures(t *testing.T) {
	s := count(runs(t), 4)
	if n := s.of("压敏胶"); n != 8 {
		t.Errorf("压敏胶 was counted %d times", n)
	}
	if s.of("压敏胶带") != 0 {
		t.Error("a string of one title was kept")
	}
	if got := s.grams["压敏胶"].freedom(); math.Abs(got-3) > 1e-9 { // eight neighbours, alike
		t.Errorf("freedom of 压敏胶 is %.2f bits", got)
	}
	if got := s.grams["敏胶"].freedom(); got != 0 {
		t.Errorf("freedom of 敏胶 is %.2f bits", got)
	}
	if got := s.stick("压敏胶"); got != 1 {
		t.Errorf("压敏胶 sticks with %.2f", got)
	}
	known := map[string]float64{"农业": 1, "林业": 1, "渔业": 1, "工业": 1}
	if got := s.grams["业机械"].torn("业机械", known); got != 1 {
		t.Errorf("业机械 is torn in %.2f of its places", got)
	}
}

func TestPuttable(t *testing.T) {
	known := map[string]float64{"机床": 1, "电机": 1, "机床电": 1}
	for text, want := range map[string]bool{"机床电机": true, "机床": false, "机床电机泵": false, "电机机床电": true, "": true} {
		if got := puttable(text, known); got != want {
			t.Errorf("puttable(%q) = %v", text, got)
		}
	}
}

func TestThin(t *testing.T) {
	words := []word{
		{"机床", 900, "n"}, {"机床", 3, "n"}, {"電機", 900, "n"}, // traditional
		{"的", 9000, "uj"}, {"铜", 900, "n"}, // single characters: particles only
		{"中黄", 4, "n"}, {"品中", 40, "n"}, {"王铁", 30, "nr"},
		{"苯乙酸", 5, "n"}, {"乱七八糟", 900, "i"}, {"慷慨激昂", 900, "i"}, {"红毛衣", 5, "n"}, {"大马路", 5, "n"},
		{"4S店", 300, "n"},
	}
	var out bytes.Buffer
	writeThinned(&out, words, count(runs(t), 1))
	if d := cmp.Diff("的\t9000\n机床\t900\n红毛衣\t5\n苯乙酸\t5\n", out.String()); d != "" {
		t.Error(d)
	}
}

func TestRun(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	catalogue := write("cn.jsonl", `{"title_zh":"压敏膠带"}`+"\n"+`{"title_zh":"压敏胶带"}`+"\n"+`{"number":"A 1"}`)
	read, err := readTitles(catalogue)
	if err != nil {
		t.Fatal(err)
	}
	if string(read[0]) != "压敏胶带" || string(read[1]) == "压敏胶带" {
		t.Errorf("the titles are %q, %q …: each is to be folded and to count once", string(read[0]), string(read[1]))
	}
	for _, c := range []struct{ catalogue, general, thin, err string }{
		{"", "x", "", "give -catalogue"},
		{catalogue, "", "", "give -catalogue"},
		{catalogue, "x", "x", "give -catalogue"},
		{filepath.Join(dir, "none"), "", "x", "none"},
		{catalogue, filepath.Join(dir, "none"), "", "none"},
		{write("bad.jsonl", "{"), "x", "", "reading"},
		{write("bad.gz", "no gzip"), "x", "", "reading"},
	} {
		if err := run(c.catalogue, c.general, c.thin, 4); err == nil || !strings.Contains(err.Error(), c.err) {
			t.Errorf("run(%+v): %v", c, err)
		}
	}
}
