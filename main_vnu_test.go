package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"chabiao/search"
)

// TestValidity gives every page, in both languages, and the style sheets to the
// Nu Html Checker (https://validator.github.io/validator/): no error and no
// warning. CHABIAO_VNU names its vnu.jar, as `npm pack vnu-jar` brings it;
// .ci/run sees to it where npm's registry can be reached.
func TestValidity(t *testing.T) {
	v := newValidator(t)
	addr, _ := startServer(t)
	// All entries of the sample, before the staff add theirs.
	for page := 1; ; page++ {
		hits := get[search.Response](t, addr, fmt.Sprint("/api/v1/search?size=100&page=", page)).Hits
		if len(hits) == 0 {
			break
		}
		for i, h := range hits {
			p := sitePage{path: "/standards/" + h.ID, status: http.StatusOK}
			lang := []string{"zh", "en"}[i%2]
			v.add(p.in(lang)+".html", p.fetch(t, addr, lang))
		}
	}
	for _, p := range slices.Concat(readerPages(t, addr), staffPages(t, addr)) {
		for _, lang := range []string{"zh", "en"} {
			v.add(strings.TrimSpace(p.in(lang)+" "+p.form.Encode())+".html", p.fetch(t, addr, lang))
		}
	}
	running, stop := underWay(t, addr)
	for i, p := range running {
		text := p.fetch(t, addr, []string{"zh", "en"}[i%2])
		if !bytes.Contains(text, []byte("/progress.js")) {
			t.Errorf("%s is not the page of work under way", p.path)
		}
		v.add(p.path+".html", text)
	}
	stop()
	keyed, _ := startKeyed(t)
	for _, lang := range []string{"zh", "en"} {
		v.add("sign in "+lang+".html", signIn.fetch(t, keyed, lang))
	}
	v.addSheets(addr)
	v.check()
}

// validator gathers documents for one run of the checker: Java is slow to start.
type validator struct {
	t     *testing.T
	jar   string
	dir   string
	names []string // of the documents, by the numbers that their files are called
	files []string
}

func newValidator(t *testing.T) *validator {
	t.Helper()
	jar := os.Getenv("CHABIAO_VNU")
	if jar == "" {
		t.Skip("set CHABIAO_VNU to the vnu.jar of npm's vnu-jar to check that the pages are valid")
	}
	if _, err := exec.LookPath("java"); err != nil {
		t.Skip("no java here: install Debian's package default-jre-headless to check that the pages are valid")
	}
	return &validator{t: t, jar: jar, dir: t.TempDir()}
}

// add takes a document, which its name's ending tells the kind of.
func (v *validator) add(name string, text []byte) {
	v.t.Helper()
	file := filepath.Join(v.dir, fmt.Sprint(len(v.files), path.Ext(name)))
	if err := os.WriteFile(file, text, 0o644); err != nil {
		v.t.Fatal(err)
	}
	v.names, v.files = append(v.names, name), append(v.files, file)
}

// addSheets takes the style sheets that the pages so far refer to.
func (v *validator) addSheets(addr string) {
	v.t.Helper()
	link := regexp.MustCompile(`<link rel="stylesheet" href="([^"]+)">`)
	seen := map[string]bool{}
	for _, file := range slices.Clone(v.files) {
		text, err := os.ReadFile(file)
		if err != nil {
			v.t.Fatal(err)
		}
		for _, m := range link.FindAllSubmatch(text, -1) {
			href := string(m[1])
			if seen[href] {
				continue
			}
			seen[href] = true
			resp, err := http.Get("http://" + addr + href)
			if err != nil {
				v.t.Fatal(err)
			}
			sheet, err := io.ReadAll(resp.Body)
			resp.Body.Close()
			if err != nil || resp.StatusCode != http.StatusOK {
				v.t.Fatalf("%s: %d %v", href, resp.StatusCode, err)
			}
			v.add(href, sheet)
		}
	}
	if len(seen) < 3 {
		v.t.Errorf("the pages have only the style sheets %v", seen)
	}
}

// finding is what the checker says of a document.
type finding struct {
	Type, SubType, URL, Message, Extract string
	LastLine                             int
}

// check runs the checker over what was added. Two documents with a fault are
// among it, so that a checker that finds nothing any more is not taken for one
// that finds nothing wrong.
func (v *validator) check() {
	v.t.Helper()
	const planted = "planted"
	v.add(planted+".html", []byte(`<!doctype html><html lang="en"><title>x</title><p><div aria-labelledby="nothing">`))
	v.add(planted+".css", []byte(`p { colour: red }`))
	args := append([]string{"-jar", v.jar, "--format", "json", "--stdout", "--exit-zero-always", "--also-check-css"}, v.files...)
	cmd := exec.CommandContext(v.t.Context(), "java", args...)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		v.t.Fatalf("vnu: %v %s", err, errs.String())
	}
	var said struct{ Messages []finding }
	if err := json.Unmarshal(out, &said); err != nil {
		v.t.Fatalf("vnu: %v in %.500s %s", err, out, errs.String())
	}
	found := map[string]bool{}
	places := map[string][]string{} // of the same fault, which mostly comes from one template
	for _, f := range said.Messages {
		name := f.URL
		if u, err := url.Parse(f.URL); err == nil {
			if i := slices.Index(v.files, u.Path); i >= 0 {
				name = v.names[i]
			}
		}
		if found[name] = true; strings.HasPrefix(name, planted) {
			continue
		}
		if strings.HasPrefix(f.Message, "This document appears to be written in") {
			continue // it counts the entry's words, whatever its language, not the page's
		}
		fault := strings.TrimSpace(f.Type + " " + f.SubType + ": " + f.Message)
		places[fault] = append(places[fault], fmt.Sprintf("%s, line %d: %s", name, f.LastLine, f.Extract))
	}
	for _, ext := range []string{".html", ".css"} {
		if !found[planted+ext] {
			v.t.Errorf("the checker finds no fault in a faulty %s", ext)
		}
	}
	for _, fault := range slices.Sorted(maps.Keys(places)) {
		v.t.Errorf("%s (%d×)\n%s", fault, len(places[fault]), strings.Join(places[fault][:min(3, len(places[fault]))], "\n"))
	}
	v.t.Logf("%d documents", len(v.files))
}
