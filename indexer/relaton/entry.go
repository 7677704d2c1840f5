package relaton

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"chabiao/corpus"
)

// item is a bibliographic item while it is turned into an entry. What is taken
// is struck off rest.
type item struct {
	top, ext map[string]any
	rest     map[string]any
}

// bookkeeping are keys that tell of the record, not of the document.
var bookkeeping = []string{"id", "schema-version", "schema_version", "fetched", "script", "locale", "formattedref", "copyright", "all_parts", "flavor"}

// take gives the first of the keys that the item, or its extension, has. All
// of them count as understood.
func (it *item) take(keys ...string) any {
	var out any
	for _, k := range keys {
		for _, m := range []map[string]any{it.top, it.ext} {
			if v := m[k]; v != nil && out == nil {
				out = v
			}
		}
		delete(it.rest, k)
	}
	return out
}

// entry turns an item into an object of the entry format.
func entry(top map[string]any) ([]byte, error) {
	it := &item{top: top, ext: dict(top["ext"]), rest: maps.Clone(top)}
	delete(it.rest, "ext")
	for k, v := range it.ext {
		add(it.rest, k, v)
	}
	for _, k := range bookkeeping {
		delete(it.rest, k)
	}
	number, others := identifiers(it.take("docid", "docidentifier"))
	if number == "" {
		number = text(top["formattedref"])
	}
	if number == "" {
		return nil, corpus.Errorf(corpus.InvalidArgument, "the item has no docid or docidentifier with the number of a standard").WithZH("没有写标准号的 docid 或 docidentifier")
	}
	w := corpus.NewObjectWriter(make([]byte, 0, 1<<10))
	w.String("number", number)
	it.titles(w)
	dates := it.dates()
	it.status(w, dates["published"] != "")
	for _, key := range slices.Sorted(maps.Keys(dates)) {
		w.String(key, dates[key])
	}
	it.relations(w)
	w.Strings("ics", codes(it.take("ics")))
	w.Strings("ccs", codes(it.take("ccs")))
	it.bodies(w)
	// type (standard, techreport …) says little; doctype is what it is called.
	doctype := text(it.take("doctype"))
	if kind := text(it.take("type")); doctype == "" {
		doctype = kind
	}
	w.String("doctype", doctype)
	w.Strings("language", languages(it.take("language")))
	w.Strings("keywords", keywords(it.take("keyword")))
	it.abstracts(w)
	if n := it.pages(); n > 0 {
		w.Value("pages", n)
	}
	w.String("url", it.url())
	w.Strings("alt_numbers", others)
	w.String("edition", text(it.take("edition")))
	delete(it.rest, "docnumber") // a part of the number
	for k, v := range it.rest {
		if v == nil {
			delete(it.rest, k)
		}
	}
	if len(it.rest) > 0 {
		w.Value("relaton", it.rest)
	}
	return w.Close(), nil
}

// secondary are types of identifiers that are never the number of a standard.
var secondary = map[string]bool{"URN": true, "ISBN": true, "ISSN": true, "DOI": true, "URI": true, "URL": true, "ISO-REFERENCE": true, "ISO-WITH-LANG": true, "ISO-UNDATED": true,
	"METANORMA": true, "INTERNAL": true, "RFC-ANCHOR": true, "INTERNET-DRAFT-ANCHOR": true, "ONIX": true}

// identifiers gives the number of the document and its other identifiers: the
// primary one, else the first that is a number at all, else the first.
func identifiers(v any) (number string, others []string) {
	rank, best := 0, -1
	var ids []string
	for _, d := range list(v) {
		m := dict(d)
		id := text(first(m, "id", "content", "value"))
		if s, ok := d.(string); ok {
			id = text(s)
		}
		if id == "" || slices.Contains(ids, id) {
			continue
		}
		kind := strings.ToUpper(text(m["type"]))
		r := 1
		if !secondary[kind] && !strings.HasPrefix(strings.ToLower(id), "urn:") {
			r = 2
			if text(m["scope"]) == "" {
				r = 3 // the others are written with a trade mark, or as an anchor
			}
			if text(m["primary"]) == "true" {
				r += 2
			}
		}
		if ids = append(ids, id); r > rank {
			rank, best = r, len(ids)-1
		}
	}
	if best < 0 {
		return "", nil
	}
	return ids[best], slices.Delete(slices.Clone(ids), best, best+1)
}

// dateKeys are the entry's keys for the dates of Relaton.
var dateKeys = map[string]string{"published": "published", "issued": "issued", "updated": "updated", "implemented": "implemented", "effective": "implemented", "activated": "implemented",
	"confirmed": "confirmed", "withdrawn": "withdrawn", "obsoleted": "withdrawn", "stable-until": "stable_until"}

// dates are the item's dates by the keys that they get; others than the
// entry's own come as date_TYPE. Of several of one kind the latest counts.
func (it *item) dates() map[string]string {
	out := make(map[string]string)
	for _, d := range list(it.take("date")) {
		m := dict(d)
		kind := text(m["type"])
		value := day(text(first(m, "value", "at", "on", "from")))
		if kind == "accessed" || value == "" {
			continue
		}
		key := dateKeys[kind]
		if key == "" {
			key = "date_" + strings.ReplaceAll(kind, "-", "_")
		}
		out[key] = max(out[key], value)
	}
	if v := day(text(it.take("revdate"))); v != "" && out["published"] == "" {
		out["published"] = v
	}
	if out["published"] == "" && out["issued"] != "" {
		out["published"] = out["issued"]
	}
	return out
}

// day cuts the time off a date.
func day(s string) string {
	if len(s) > 10 && (s[10] == ' ' || s[10] == 'T') {
		return s[:10]
	}
	return s
}

func codes(v any) []string {
	var out []string
	for _, c := range list(v) {
		code := text(c)
		if m := dict(c); m != nil {
			code = text(first(m, "code", "content"))
		}
		if code != "" && !slices.Contains(out, code) {
			out = append(out, code)
		}
	}
	return out
}

func languages(v any) []string {
	var out []string
	for _, l := range list(v) {
		if s := language(text(l)); s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

func keywords(v any) []string {
	var out []string
	for _, k := range list(v) {
		words := []string{text(k)}
		if m := dict(k); m != nil && m["content"] == nil {
			words = words[:0]
			for _, v := range append(list(m["vocab"]), list(m["taxon"])...) {
				words = append(words, text(v))
			}
		}
		for _, s := range words {
			if s != "" && !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
	}
	return out
}

// pages is the number of pages: what size says, else the extent from page to
// page.
func (it *item) pages() int {
	sizes := list(it.take("size"))
	if len(sizes) == 1 && dict(sizes[0])["value"] != nil && dict(sizes[0])["type"] == nil {
		sizes = list(dict(sizes[0])["value"])
	}
	for _, s := range sizes {
		m := dict(s)
		if kind := text(m["type"]); m == nil || kind == "page" || kind == "pages" {
			if n, err := strconv.Atoi(text(first(m, "content", "value"))); err == nil && n > 0 {
				return n
			}
		}
	}
	for _, e := range list(it.top["extent"]) {
		m := dict(e)
		for _, l := range append(list(m["locality"]), m) {
			l := dict(l)
			from, ferr := strconv.Atoi(text(l["reference_from"]))
			to, terr := strconv.Atoi(text(l["reference_to"]))
			if text(l["type"]) == "page" && ferr == nil && terr == nil && from > 0 && from <= to && to < 1e6 {
				delete(it.rest, "extent")
				return to - from + 1
			}
		}
	}
	return 0
}

// url is the address of the source, else the first address on the web.
func (it *item) url() string {
	links := list(it.take("link", "source"))
	best := ""
	for _, l := range links {
		m := dict(l)
		u := text(first(m, "content", "value"))
		if s, ok := l.(string); ok {
			u = text(s)
		}
		switch kind := text(m["type"]); {
		case !strings.HasPrefix(u, "http"):
		case kind == "src":
			return u
		case best == "":
			best = u
		}
	}
	return best
}
