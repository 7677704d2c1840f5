package server

import (
	"net/url"
	"slices"
	"strings"

	"chabiao/corpus/han"
	"chabiao/search"
)

// state is what the address of the search page holds. It is not changed;
// addresses that differ in one thing are made from it.
type state struct{ q url.Values }

// newState reads an address. What is empty, as forms send it, is left out, and
// what no search has: those who share addresses, and those who count how they
// are, hang parameters of their own on them.
func newState(q url.Values) state {
	s := state{url.Values{}}
	for name, values := range q {
		switch {
		case slices.Contains(search.Filters, name):
			values = split(values)
		case !slices.Contains(searchParams, name):
			continue
		}
		for _, v := range values {
			if v != "" {
				s.q[name] = append(s.q[name], v)
			}
		}
	}
	return s
}

func (s state) clone() state {
	next := state{make(url.Values, len(s.q))}
	for name, values := range s.q {
		next.q[name] = values
	}
	return next
}

// set gives a parameter other values, none or "" for taking it away.
func (s state) set(name string, values ...string) state {
	next := s.clone()
	if len(values) == 0 || values[0] == "" {
		delete(next.q, name)
	} else {
		next.q[name] = values
	}
	return next
}

// with is set for what changes the list: it begins with its first page again.
func (s state) with(name string, values ...string) state {
	next := s.set(name, values...)
	delete(next.q, "page")
	delete(next.q, "cursor")
	return next
}

// without leaves parameters out.
func (s state) without(names ...string) state {
	next := s
	for _, name := range names {
		next = next.with(name)
	}
	return next
}

// toggled adds a value to a filter or takes it away.
func (s state) toggled(name, value string) state {
	values := slices.DeleteFunc(slices.Clone(s.q[name]), func(v string) bool { return v == value })
	if len(values) == len(s.q[name]) {
		values = append(values, value)
	}
	return s.with(name, values...)
}

// understood has the filters as the engine understood them, each value once.
func (s state) understood(filters map[string][]string) state {
	next := s.clone()
	for name, values := range filters {
		var once []string
		for _, v := range values {
			if !slices.Contains(once, v) {
				once = append(once, v)
			}
		}
		next.q[name] = once
	}
	return next
}

// unfiltered is the search without filters.
func (s state) unfiltered() state { return s.without(search.Filters...) }

// Values are the parameters, for the hidden fields of a form.
func (s state) Values() url.Values { return s.q }

// url is the address of the state.
func (s state) url() string {
	if len(s.q) == 0 {
		return "/"
	}
	return "/?" + s.q.Encode()
}

// digitsOf are the ASCII digits that somebody typed, full-width or not, without
// spaces.
func digitsOf(text string) string {
	return strings.ReplaceAll(han.Fold(strings.TrimSpace(text)), " ", "")
}
