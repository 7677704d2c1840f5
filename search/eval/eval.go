// Package eval measures how well a searcher finds what people mean: queries
// with the standards that answer them, some judged by people, some made by rule
// from the catalogue at hand, and MRR, nDCG, recall and success over them. The
// figures of the last accepted state and its ranked lists are kept under
// golden/, so that a change of ranking shows as a diff.
//
// The package searches through the Searcher interface and knows no index. It is
// for development: nothing that answers readers depends on it.
package eval

import (
	"context"
	"strings"

	"chabiao/corpus/number"
)

// Grades of an answer.
const (
	GradeExact = 3 // exactly what is meant
	GradeGood  = 2 // a good answer
	GradeNear  = 1 // acceptable, or closely related
)

// Query is one query with what should answer it.
type Query struct {
	Set     string              `json:"set"`
	Part    string              `json:"part,omitempty"` // of the set: who asks, or Plain
	Text    string              `json:"text"`
	Filters map[string][]string `json:"filters,omitempty"`
	Wants   []Want              `json:"wants,omitempty"`
	// Reach asks whether the one entry is among all the hits, however deep,
	// instead of where the wanted ones stand.
	Reach *Target `json:"reach,omitempty"`
	// Members lets a line count for the entries grouped under it too. In
	// judged sets the line itself is judged.
	Members bool `json:"members,omitempty"`
}

// Plain is the part of a set of distorted queries that holds the same queries
// as they were before.
const Plain = "plain"

// Want is one thing that answers a query: an entry, or several of which any
// one will do, such as those with the same title. It counts once.
type Want struct {
	Grade int      `json:"grade"`
	Keys  []string `json:"keys"`
}

// Target is an entry looked for among all the hits, with values that narrow
// the hits without losing it.
type Target struct {
	Key    string              `json:"key"`
	Number string              `json:"number"`
	Narrow map[string][]string `json:"narrow"`
}

// Line is one line of an answer.
type Line struct {
	Number string
	// Also names the entries that the searcher has grouped under the line, such
	// as other editions; empty where it does not group.
	Also []string
}

// Reach is the outcome of looking for one entry among all the hits.
type Reach int8

// The outcomes. Unknown is for hits too many to be looked through.
const (
	Missed Reach = iota
	Reached
	Unknown
)

// Searcher is what is measured.
type Searcher interface {
	// Name heads the searcher's figures.
	Name() string
	// Search gives the first lines of an answer.
	Search(ctx context.Context, text string, filters map[string][]string, size int) ([]Line, error)
	// Reaches tells whether an entry is among all the hits of a text.
	Reaches(ctx context.Context, text string, t *Target) (Reach, error)
}

// Key is what numbers are joined by: the key of the number's document, so that
// spellings do not matter. What is no number is its own key.
func Key(num string) string {
	if n, err := number.Parse(num); err == nil {
		return n.Key()
	}
	return strings.Join(strings.Fields(num), " ")
}
