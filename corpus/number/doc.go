// Package number makes standard numbers (标准号) typed values: it parses any
// spelling of a number, writes it canonically, and gives the keys by which two
// spellings meet. It knows how bodies write their numbers; it does not know
// which standards exist, which are in force, or what they say: that is the
// catalogue's business.
package number
