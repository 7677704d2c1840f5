// Package sample holds a small catalogue of real, well-known standards,
// written by hand, for a first look, and the generator of large synthetic ones
// for measurements. It is not a source of facts: the sample leaves out what
// its writers were not sure of, and synthetic entries are marked as such.
package sample

import _ "embed"

//go:embed sample.jsonl
var entries []byte

// Entries is the sample in JSON Lines.
func Entries() []byte { return entries }
