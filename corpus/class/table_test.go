package class_test

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chabiao/corpus/class"
)

// TestTables holds the tables to what a reader of them relies on.
func TestTables(t *testing.T) {
	for scheme, want := range map[class.Scheme][]int{class.ICS: {40, 350, 800}, class.CCS: {24, 200, 670}} {
		seen, counts := map[string]bool{}, make([]int, 4)
		var walk func(n class.Node, parent string, level int)
		walk = func(n class.Node, parent string, level int) {
			if seen[n.Code] {
				t.Errorf("%v %s stands twice", scheme, n.Code)
			}
			seen[n.Code] = true
			if norm, ok := class.Normalize(scheme, n.Code); !ok || norm != n.Code {
				t.Errorf("%v %q is not written as codes are", scheme, n.Code)
			}
			if scheme == class.CCS && parent != "" && len(parent) == 1 {
				level = n.Level // not every group has a name here
			}
			counts[level]++
			if n.Parent != parent || n.Level != level {
				t.Errorf("%v %s: parent %q, level %d; it stands below %q at level %d", scheme, n.Code, n.Parent, n.Level, parent, level)
			}
			for _, name := range []string{n.NameZH, n.NameEN} {
				if name == "" || strings.TrimSpace(name) != name {
					t.Errorf("%v %s: name %q", scheme, n.Code, name)
				}
			}
			for _, child := range class.Children(scheme, n.Code) {
				if level < 3 {
					walk(child, n.Code, level+1)
				}
			}
		}
		for _, root := range class.Roots(scheme) {
			walk(root, "", 1)
		}
		for i, least := range want {
			if counts[i+1] < least {
				t.Errorf("%v: %d classes at level %d, fewer than %d", scheme, counts[i+1], i+1, least)
			}
		}
	}
}

// TestICSTableText looks at the lines of the table themselves: what a tree of
// them would hide, a code twice or a child whose parent is missing.
func TestICSTableText(t *testing.T) {
	text, err := os.ReadFile("ics.tsv")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for i, line := range strings.Split(strings.TrimSuffix(string(text), "\n"), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(line, "\t")
		if len(cells) != 3 {
			t.Errorf("line %d: %d cells", i+1, len(cells))
			continue
		}
		code := cells[0]
		if seen[code] {
			t.Errorf("line %d: %s again", i+1, code)
		}
		seen[code] = true
		if dot := strings.LastIndexByte(code, '.'); dot > 0 && !seen[code[:dot]] {
			t.Errorf("line %d: %s stands before its parent", i+1, code)
		}
		if strings.ContainsFunc(cells[2], func(r rune) bool { return r >= 0x2e80 }) {
			t.Errorf("line %d: English %q", i+1, cells[2])
		}
		if !strings.ContainsFunc(cells[1], func(r rune) bool { return r >= 0x4e00 && r <= 0x9fff }) {
			t.Errorf("line %d: Chinese %q", i+1, cells[1])
		}
	}
}

// TestICSAgainstTable: every class of ours exists in the table that people keep
// beside the repository, and those that a catalogue uses have names here.
func TestICSAgainstTable(t *testing.T) {
	dir := os.Getenv("CHABIAO_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	f, err := os.Open(filepath.Join(dir, "class", "ics.tsv"))
	if err != nil {
		t.Skip("no table of ICS here: set CHABIAO_SHARED to the folder that has class/ics.tsv")
	}
	defer f.Close()
	theirs := map[string]bool{}
	used, named := 0, 0
	header := map[string]int{}
	for sc := bufio.NewScanner(f); sc.Scan(); {
		cells := strings.Split(sc.Text(), "\t")
		if len(header) == 0 {
			for i, name := range cells {
				header[name] = i
			}
			continue
		}
		code := cells[header["code"]]
		theirs[code] = true
		if i := header["used_in_catalog"]; i > 0 && i < len(cells) && cells[i] != "" && cells[i] != "0" {
			used++
			if n, ok := class.Lookup(class.ICS, code); ok && n.NameZH != "" && n.NameEN != "" {
				named++
			} else {
				t.Logf("%s, used %s times, has no name", code, cells[i])
			}
		}
	}
	if used == 0 || named*100 < used*98 {
		t.Errorf("%d of %d classes in use have a name in both languages", named, used)
	}
	for _, root := range class.Roots(class.ICS) {
		for _, group := range class.Children(class.ICS, root.Code) {
			for _, n := range append([]class.Node{root, group}, class.Children(class.ICS, group.Code)...) {
				if !theirs[n.Code] {
					t.Errorf("%s %s does not exist", n.Code, n.NameEN)
				}
			}
		}
	}
}
