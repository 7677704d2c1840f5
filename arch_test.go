package main

import (
	"os/exec"
	"strings"
	"testing"
)

// layers are the top folders, from what everybody may import to what nobody
// but the commands may.
var layers = []string{"corpus", "indexer", "search", "server"}

// owners says which packages may import a library directly.
var owners = map[string][]string{
	"github.com/go-ego/gse":        {"chabiao/corpus/segment", "chabiao/search/eval/baseline"},
	"modernc.org/sqlite":           {"chabiao/corpus/catalogue", "chabiao/search/bench/peer"},
	"database/sql":                 {"chabiao/corpus/catalogue", "chabiao/search/bench/peer"},
	"github.com/gorilla/mux":       {"chabiao/server"},
	"github.com/blevesearch/bleve": {"chabiao/indexer/schema", "chabiao/indexer/inverted", "chabiao/indexer/local", "chabiao/search/local", "chabiao/search/eval/baseline", "chabiao/search/bench/peer"},
}

func layer(pkg string) int {
	for i, name := range layers {
		if pkg == "chabiao/"+name || strings.HasPrefix(pkg, "chabiao/"+name+"/") {
			return i
		}
	}
	return len(layers)
}

func TestImportsRunOneWay(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", "{{.ImportPath}}: {{join .Imports \" \"}}", "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(lines) < 10 {
		t.Fatalf("go list gave %d packages", len(lines))
	}
	for _, line := range lines {
		pkg, imports, _ := strings.Cut(line, ":")
		for _, imp := range strings.Fields(imports) {
			if strings.HasPrefix(imp, "chabiao") && layer(imp) > layer(pkg) {
				t.Errorf("%s imports %s: imports run server → search → indexer → corpus", pkg, imp)
			}
			for lib, allowed := range owners {
				if imp == lib || strings.HasPrefix(imp, lib+"/") {
					if !strings.Contains(" "+strings.Join(allowed, " ")+" ", " "+pkg+" ") {
						t.Errorf("%s imports %s, which only %v may", pkg, imp, allowed)
					}
				}
			}
		}
	}
}
