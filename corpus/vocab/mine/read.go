package main

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"chabiao/corpus/class"
	"chabiao/corpus/han"
)

// readTitles returns the runs of Han characters of the distinct Chinese titles
// of a catalogue, and of the names of all classes: titles of one catalogue may
// lean to a few fields, the classes name them all.
func readTitles(path string) ([][]rune, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var in io.Reader = bufio.NewReaderSize(f, 1<<20)
	if strings.HasSuffix(path, ".gz") {
		z, err := gzip.NewReader(in)
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", path, err)
		}
		in = z
	}
	var runs [][]rune
	seen := make(map[string]bool)
	add := func(title string) {
		if title = han.Fold(title); !seen[title] {
			seen[title] = true
			runs = appendRuns(runs, title)
		}
	}
	dec := json.NewDecoder(in)
	for {
		var entry struct {
			Title string `json:"title_zh"`
		}
		err := dec.Decode(&entry)
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", path, err)
		}
		add(entry.Title)
	}
	for _, scheme := range []class.Scheme{class.ICS, class.CCS} {
		for _, root := range class.Roots(scheme) {
			addClass(scheme, root, add, 0)
		}
	}
	return runs, nil
}

// addClass adds the names of a class and all below it; no tree is 8 deep.
func addClass(scheme class.Scheme, node class.Node, add func(string), depth int) {
	add(class.Label(scheme, node.Code, "zh"))
	if depth < 8 {
		for _, child := range class.Children(scheme, node.Code) {
			addClass(scheme, child, add, depth+1)
		}
	}
}

func appendRuns(runs [][]rune, text string) [][]rune {
	var run []rune
	for _, r := range text + " " {
		if r >= 0x4e00 && r <= 0x9fff {
			run = append(run, r)
		} else if run != nil {
			runs = append(runs, run)
			run = nil
		}
	}
	return runs
}

// word is a line of a general dictionary.
type word struct {
	text  string
	freq  float64
	class string // part of speech, as jieba names them; empty if not told
}

// readWords reads "word frequency class" a line, in any spaces; lines that say
// less than a word and a frequency are not words.
func readWords(path string) ([]word, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var words []word
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		parts := strings.Fields(sc.Text())
		if len(parts) < 2 {
			continue
		}
		freq, err := strconv.ParseFloat(parts[1], 64)
		if err != nil {
			continue
		}
		w := word{text: parts[0], freq: freq}
		if len(parts) > 2 {
			w.class = parts[2]
		}
		words = append(words, w)
	}
	if err := sc.Err(); err != nil {
		return nil, fmt.Errorf("reading %s: %w", path, err)
	}
	return words, nil
}
