package han

import (
	"slices"
	"strings"
	"testing"
)

func TestSameSound(t *testing.T) {
	for _, c := range []struct {
		r         rune
		has, lack string
	}{
		{'焊', "汗汉旱", "焊号"},
		{'栓', "拴", "全"},
		{'行', "型形航", "行"},
		{'航', "行", "航"},
		{'質', "制治置", "质質"},
		{'绿', "率律", "路"},
	} {
		got := SameSound(c.r)
		for _, r := range c.has {
			if !slices.Contains(got, r) {
				t.Errorf("SameSound(%c) lacks %c", c.r, r)
			}
		}
		for _, r := range c.lack {
			if slices.Contains(got, r) {
				t.Errorf("SameSound(%c) holds %c", c.r, r)
			}
		}
	}
	for _, r := range []rune{'a', ' ', 'あ', 0, -1, 0x10ffff} {
		if got := SameSound(r); got != nil {
			t.Errorf("SameSound(%q) = %q", r, got)
		}
	}
}

func TestSameSoundOffersCommonFirst(t *testing.T) {
	levels := gb2312(t)
	got := SameSound('焊')
	last, first := -1, len(got)
	for i, r := range got {
		if slices.Contains(levels[0], r) {
			last = i
		} else {
			first = min(first, i)
		}
	}
	if last < 0 || first == len(got) || last > first {
		t.Errorf("last of level 1 at %d, first of level 2 at %d in %q", last, first, got)
	}
}

func TestSameSoundStaysInGB2312(t *testing.T) {
	levels := gb2312(t)
	all := map[rune]bool{}
	for _, r := range slices.Concat(levels[0], levels[1]) {
		all[r] = true
	}
	most := 0
	for _, r := range levels[0] {
		got := SameSound(r)
		most = max(most, len(got))
		for _, other := range got {
			if !all[other] || other == r {
				t.Fatalf("SameSound(%c) holds %c", r, other)
			}
		}
	}
	if most < 50 || most > 250 {
		t.Errorf("at most %d characters sound the same", most)
	}
}

func TestSameShape(t *testing.T) {
	for _, pair := range strings.Fields("己已 己巳 未末 栓拴 镀渡 焊悍 梯悌 磨摩 帐账 胶狡 铝锅 测侧 检捡 验脸 塑朔 橡象 缘绿 绝决 防妨 护沪 炉护 阀伐 泵汞 帳账") {
		r := []rune(pair)
		if !slices.Contains(SameShape(r[0]), r[1]) {
			t.Errorf("SameShape(%c) lacks %c", r[0], r[1])
		}
		if !slices.Contains(SameShape(r[1]), Simplify(r[0])) {
			t.Errorf("SameShape(%c) lacks %c", r[1], r[0])
		}
	}
	if got := SameShape('x'); got != nil {
		t.Errorf("SameShape('x') = %q", got)
	}
	SameShape('未')[0] = 'x'
	if SameShape('未')[0] == 'x' {
		t.Error("the caller can change the table")
	}
}

func TestShapeTable(t *testing.T) {
	levels := gb2312(t)
	known := slices.Concat(levels[0], levels[1])
	groups := map[string]bool{}
	for line := range strings.Lines(shapeTable) {
		line = strings.TrimSpace(line)
		if line[0] == '#' {
			continue
		}
		chars := []rune(line)
		slices.Sort(chars)
		if groups[string(chars)] {
			t.Errorf("%s stands twice", line)
		}
		groups[string(chars)] = true
		if n := len(slices.Compact(chars)); n < 2 || n != len([]rune(line)) {
			t.Errorf("%s is no group of different characters", line)
		}
		for _, r := range chars {
			if Simplify(r) != r || !slices.Contains(known, r) {
				t.Errorf("%c in %s is no character of GB 2312 that folding leaves alone", r, line)
			}
		}
	}
	if len(groups) < 250 {
		t.Errorf("%d groups", len(groups))
	}
	for r, others := range shapeGroups() {
		if len(others) > 20 {
			t.Errorf("%c is taken for %d others: %q", r, len(others), others)
		}
	}
}
