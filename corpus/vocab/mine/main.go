// Command mine finds words of the field in the titles of a catalogue and thins
// out a general dictionary for them. It is run by hand when the lists of
// packages vocab and segment are to be renewed; nothing of it is in the
// program. It knows no cutting of its own: what is a word is told by counts.
//
//	go run ./corpus/vocab/mine -catalogue cn.jsonl.gz -general words.txt > candidates.tsv
//	go run ./corpus/vocab/mine -catalogue cn.jsonl.gz -thin "$(go list -m -f '{{.Dir}}' github.com/go-ego/gse)/data/dict/zh/s_1.txt" > corpus/segment/general.txt
//
// The first writes `term<TAB>count` with the figures that speak for each term,
// to be read by a person before any of it goes into corpus/vocab/terms.txt;
// the second writes `word<TAB>frequency`.
package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"os"
)

func main() {
	catalogue := flag.String("catalogue", "", "catalogue as JSON Lines, `FILE` may be gzipped")
	general := flag.String("general", "", "general dictionary, `FILE` of lines \"word frequency\": what it can put together from frequent words is not reported")
	thin := flag.String("thin", "", "write this dictionary, a `FILE` of lines \"word frequency class\", thinned out")
	least := flag.Int("least", 4, "report terms of at least `N` titles")
	flag.Parse()
	if err := run(*catalogue, *general, *thin, *least); err != nil {
		fmt.Fprintln(os.Stderr, "mine:", err)
		os.Exit(1)
	}
}

func run(catalogue, general, thin string, least int) error {
	if catalogue == "" || (general == "") == (thin == "") {
		return errors.New("give -catalogue, and either -general or -thin")
	}
	titles, err := readTitles(catalogue)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(os.Stdout)
	if thin != "" {
		words, err := readWords(thin)
		if err != nil {
			return err
		}
		writeThinned(out, words, count(titles, 1))
		return out.Flush()
	}
	words, err := readWords(general)
	if err != nil {
		return err
	}
	stats := count(titles, least)
	for _, t := range mine(stats, words, least) {
		fmt.Fprintf(out, "%s\t%d\t%.1f\t%.2f\t%.2f\n", t.text, t.count, t.cohesion, t.freedom, t.stick)
	}
	return out.Flush()
}
