// Package search says what can be asked of the catalogue and how the answers
// look: the Engine interface with its requests and responses. How an engine
// finds the answers is the business of the packages below; nothing above this
// package may know which engine runs.
package search

import "context"

// Engine answers questions about one catalogue. Implementations are safe for
// concurrent use and pass the tests of package enginetest.
type Engine interface {
	// Search finds standards by number, by words and by filters.
	Search(ctx context.Context, req Request) (*Response, error)
	// Resolve tells which standards the numbers mean, one answer per input, in
	// the order of the inputs.
	Resolve(ctx context.Context, numbers []string, lang string) ([]Resolution, error)
	// Suggest completes what somebody is typing.
	Suggest(ctx context.Context, q string, size int, lang string) ([]Suggestion, error)
	// Standard is everything known about one standard, by id or by any
	// spelling of its number.
	Standard(ctx context.Context, idOrNumber, lang string) (*Standard, error)
	// Standing is where the standards with these ids stand in their lives, one
	// answer an id, in order; nil where the catalogue has no such id.
	Standing(ctx context.Context, ids []string, lang string) ([]*Standing, error)
	// Tree is a classification, "ics" or "ccs", with the number of entries in
	// each class.
	Tree(ctx context.Context, scheme, lang string) ([]*TreeNode, error)
	// Dates counts the entries that were published, took effect or were
	// withdrawn in a span of time, which is written as for the filter of that
	// name of DateNames; by date, in order, dates without entries left out.
	Dates(ctx context.Context, name, span string) ([]DateCount, error)
}

// Limits of a request.
const (
	DefaultSize      = 10
	MaxSize          = 100
	DefaultFacetSize = 50
	MaxFacetSize     = 10000
	MaxOffset        = 10000 // how deep pages go; cursors go on
	MaxQuery         = 1000  // bytes of a query
	MaxNumbers       = 10000 // of one Resolve
	MaxValues        = 200   // of one filter
	MaxValue         = 200   // bytes of a filter's value
)

// Orders of results. There are more by dates, see DateSort.
const (
	SortRelevance = "relevance"
	SortNewest    = "-published"
	SortOldest    = "published"
	SortNumber    = "number"
)

// What becomes of several editions of one standard in a list by relevance. The
// edition to use comes first in both.
const (
	EditionsAll     = "all"     // each has a line of its own, the further ones behind other standards
	EditionsGrouped = "grouped" // they stand under the line of the first, see Hit.Editions
)

// Filters that a request may carry; Facets and DateNames are among them.
var Filters = []string{"status", "level", "body", "country", "ics", "ccs", "year", "source", "published", "implemented", "withdrawn", "adopted", "has_abstract"}

// Facets that a response can count.
var Facets = []string{"status", "level", "body", "country", "ics", "ccs", "year", "source"}

// Request is a search. The zero value of everything but Query and Filters
// means the default; both empty mean the whole catalogue.
type Request struct {
	Query   string
	Filters map[string][]string // by name; values of one name are alternatives
	Sort    string
	Size    int
	Page    int    // from 1
	Cursor  string // next_cursor of the page before, instead of Page
	Facets  []string
	// FacetSize is how many values of a facet are wanted, those with the most
	// entries; years are always all there.
	FacetSize int
	Lang      string // "zh" or "en": labels, titles and sentences
	Explain   bool
	// Verbatim keeps the query as it was typed: nothing is corrected.
	Verbatim bool
	// Editions says what becomes of several editions of one standard that words
	// find: EditionsAll, the default, or EditionsGrouped.
	Editions string
	// Classes has the facets ics and ccs list the classes too whose code begins
	// with this text or whose names hold its words, wherever they stand.
	Classes string
	// Fresh has the answer worked out even if one is kept; answers are the same.
	Fresh bool `json:"-"`
}

// Response answers a Request.
type Response struct {
	Query          string                  `json:"query"`
	TookMS         float64                 `json:"took_ms"`
	Total          int64                   `json:"total"`
	Lines          int64                   `json:"lines"`          // of the list: Total less what stands under other lines
	TotalRelation  string                  `json:"total_relation"` // always "eq": totals are exact
	DataDate       string                  `json:"data_date"`      // day of the newest import, or of taking one back
	Interpretation Interpretation          `json:"interpretation"`
	Hits           []Hit                   `json:"hits"`
	Facets         map[string][]FacetCount `json:"facets,omitempty"`
	NextCursor     *string                 `json:"next_cursor"`
}

// Interpretation is how a query was understood.
type Interpretation struct {
	Number    *string  `json:"number"`
	Words     []string `json:"words"`
	Corrected *string  `json:"corrected"`
	// Suggested is the query in a spelling that far more entries have, where few
	// have the one typed: searches find the latter.
	Suggested string `json:"suggested,omitempty"`
	// Relaxed is set when few or no entries have all the words: at least so
	// many of them are in each hit, or in what adopts it.
	Relaxed int `json:"relaxed,omitempty"`
	// Filters are the filters as understood: 现行 is current, 03．120 is 03.120.
	Filters map[string][]string `json:"filters,omitempty"`
	// Hint says what a reader should know of the number asked for where the
	// catalogue has no such document: other editions, other letters, parts.
	Hint string `json:"hint,omitempty"`
}

// Hit is one entry found.
type Hit struct {
	ID          string            `json:"id"`
	Number      string            `json:"number"`
	Title       string            `json:"title"`
	TitleLang   string            `json:"title_lang,omitempty"` // the language that Title is in, as the source codes it
	Titles      map[string]string `json:"titles"`
	Status      string            `json:"status"`
	StatusLabel string            `json:"status_label"`
	Published   string            `json:"published,omitempty"`
	Implemented string            `json:"implemented,omitempty"`
	Withdrawn   string            `json:"withdrawn,omitempty"`
	ReplacedBy  []string          `json:"replaced_by,omitempty"`
	Level       string            `json:"level,omitempty"`
	LevelLabel  string            `json:"level_label,omitempty"`
	Body        string            `json:"body,omitempty"`
	Country     string            `json:"country,omitempty"`
	IssuingBody string            `json:"issuing_body,omitempty"`
	ICS         []string          `json:"ics,omitempty"`
	CCS         []string          `json:"ccs,omitempty"`
	Score       float64           `json:"score"`
	Match       Match             `json:"match"`
	Highlights  map[string]string `json:"highlights,omitempty"`
	// Editions are further editions of the standard that match too and have no
	// line of their own, best first; with EditionsGrouped only.
	Editions []EditionHit `json:"editions,omitempty"`
}

// EditionHit is an entry found that stands under another edition's line.
type EditionHit struct {
	ID          string `json:"id"`
	Number      string `json:"number"`
	Title       string `json:"title"`
	TitleLang   string `json:"title_lang,omitempty"`
	Status      string `json:"status"`
	StatusLabel string `json:"status_label"`
}

// Match says why an entry was found.
type Match struct {
	Kind string `json:"kind"` // MatchNumber …
	// Relation is, of a number, the kind of Resolve's matches.
	Relation string `json:"relation,omitempty"`
	// Via is, of an adoption, the number of the entry that adopts this one and
	// has the words.
	Via string `json:"via,omitempty"`
	// Explain is a sentence: of a number the one that Resolve gives, of a
	// translation the words of the other language, of an adoption the entry that
	// adopts this one; with Request.Explain the sum behind the score too.
	Explain string `json:"explain,omitempty"`
}

// Kinds of matches.
const (
	MatchNumber = "number" // answers to the number asked for
	MatchText   = "text"   // has the words asked for, or some of them
	MatchFilter = "filter" // nothing was asked for but filters
	// MatchTranslation has none of the words asked for in their own language, only
	// words of another language that say the same.
	MatchTranslation = "translation"
	// MatchClass has none of the words asked for; they name one of its classes.
	MatchClass = "class"
	// MatchAdoption is a standard that another one adopts, which has the words.
	MatchAdoption = "adoption"
)

// FacetCount is one value of a facet.
type FacetCount struct {
	Value string `json:"value"`
	Label string `json:"label"`
	Count int64  `json:"count"`
}

// TreeNode is a class with the number of entries in it and below it.
type TreeNode struct {
	Code     string      `json:"code"`
	Label    string      `json:"label"`
	Count    int64       `json:"count"`
	Children []*TreeNode `json:"children,omitempty"`
}

// Kinds of a resolution's matches, best first.
const (
	KindExact           = "exact"            // the number as the catalogue writes it
	KindFormat          = "format"           // the same number, spelt otherwise
	KindLanguageEdition = "language_edition" // the same document in another language
	KindDual            = "dual"             // the document bears the number beside its own
	KindAmendment       = "amendment"        // what the amendment asked for amends, or an amendment of what was asked for
	KindYearMissing     = "year_missing"     // no year was given
	KindOtherYear       = "other_year"       // another edition of what was asked for
	KindMandate         = "mandate"          // another mandate letter or document type: GB for GB/T, ISO/TS for ISO
	KindPartMissing     = "part_missing"     // a part of the standard named
)

// Resolution tells what one number means.
type Resolution struct {
	Input   string        `json:"input"`
	Found   bool          `json:"found"`
	Matches []NumberMatch `json:"matches"`
	Hint    string        `json:"hint"`
}

// NumberMatch is a standard that a number may mean.
type NumberMatch struct {
	ID          string `json:"id"`
	Number      string `json:"number"`
	Title       string `json:"title"`
	TitleLang   string `json:"title_lang,omitempty"`
	Status      string `json:"status"`
	StatusLabel string `json:"status_label"`
	// ReplacedBy names what took the place of a standard no longer in force.
	ReplacedBy []string `json:"replaced_by,omitempty"`
	Kind       string   `json:"kind"`
	Explain    string   `json:"explain"`
}

// Kinds of suggestions.
const (
	SuggestNumber = "number"
	SuggestTitle  = "title"
	SuggestTerm   = "term"
)

// Suggestion completes a query. Those that are standards say which.
type Suggestion struct {
	Text        string `json:"text"`
	TextLang    string `json:"text_lang,omitempty"` // the language that Text is in, where it is a title
	Kind        string `json:"kind"`
	ID          string `json:"id,omitempty"`
	Number      string `json:"number,omitempty"`
	Title       string `json:"title,omitempty"`
	TitleLang   string `json:"title_lang,omitempty"`
	Status      string `json:"status,omitempty"`
	StatusLabel string `json:"status_label,omitempty"`
}
