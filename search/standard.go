package search

import (
	"encoding/json"
	"time"

	"chabiao/corpus"
)

// Ref points at a standard, in the catalogue or not.
type Ref struct {
	Number    string `json:"number"`
	ID        string `json:"id,omitempty"` // empty when the catalogue lacks it
	Title     string `json:"title,omitempty"`
	TitleLang string `json:"title_lang,omitempty"`
	Status    string `json:"status,omitempty"`
	Published string `json:"published,omitempty"`
	Degree    string `json:"degree,omitempty"`
	Kind      string `json:"kind,omitempty"` // of an edition
}

// Kinds of Standard.Editions.
const (
	EditionOther     = "edition"   // the same standard in another year, version or language, or under another letter
	EditionDraft     = "draft"     // a draft of it
	EditionAmendment = "amendment" // an amendment or corrigendum of an edition, or an edition with them worked in
	EditionPart      = "part"      // another part of the same standard, or the whole
)

// Lineage is what a standard came from and what became of it: a graph of
// standards without circles, as far as the catalogue tells.
type Lineage struct {
	// Nodes stand oldest first: every link leads from a node to a later one.
	Nodes []Ref         `json:"nodes"`
	Self  int           `json:"self"` // the node of the standard itself
	Links []LineageLink `json:"links"`
	// Omitted counts editions left out where there are too many to draw.
	Omitted int `json:"omitted,omitempty"`
}

// LineageLink leads from a standard to one that replaces it.
type LineageLink struct {
	From int `json:"from"` // index of a node
	To   int `json:"to"`
	// Stated is false where no source says so: the two are editions of one
	// number, next to each other in time.
	Stated bool `json:"stated"`
	// Skipped counts the editions between them that are left out.
	Skipped int `json:"skipped,omitempty"`
}

// Standard is everything known about one standard.
type Standard struct {
	ID          string
	Entry       *corpus.Entry
	Level       string
	Body        string
	Country     string
	Year        int
	Mandatory   bool
	StatusLabel string
	Revision    int64
	Batch       int64
	Line        int64
	Imported    time.Time // when that batch began; zero where it is not known
	Editions    []Ref
	MoreParts   int // parts that Editions leaves out because there are too many
	// Relations by name: those the entry states (replaces, replaced_by,
	// adopts, references) and those stated of it (adopted_by, referenced_by;
	// what replaces it is merged into replaced_by and the other way round).
	Relations map[string][]Ref
	Lineage   Lineage
	// UseInstead are, of a standard that is not in force, those to work to now:
	// the ends of the chains of replacements that are in force or not in the
	// catalogue; of one that is not in force yet, what is until then.
	UseInstead []Ref
}

// MarshalJSON writes the entry's own keys first, then what is derived.
func (s *Standard) MarshalJSON() ([]byte, error) {
	w := corpus.NewObjectWriter(nil)
	w.String("id", s.ID)
	s.Entry.AppendFields(w)
	w.String("status_label", s.StatusLabel)
	w.String("level", s.Level)
	w.String("body", s.Body)
	w.String("country", s.Country)
	if s.Year > 0 {
		w.Value("year", s.Year)
	}
	w.Value("mandatory", s.Mandatory)
	w.Value("editions", s.Editions)
	if s.MoreParts > 0 {
		w.Value("more_parts", s.MoreParts)
	}
	w.Value("relations", s.Relations)
	w.Value("lineage", s.Lineage)
	if len(s.UseInstead) > 0 {
		w.Value("use_instead", s.UseInstead)
	}
	w.Value("revision", s.Revision)
	imported := map[string]any{"batch": s.Batch, "row": s.Line}
	if !s.Imported.IsZero() {
		imported["at"] = s.Imported.UTC().Format(time.RFC3339)
	}
	w.Value("import", imported)
	return w.Close(), nil
}

var _ json.Marshaler = (*Standard)(nil)
