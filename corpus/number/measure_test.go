package number

import (
	"os"
	"strings"
	"testing"
)

// limit is how many misses of a class the measurements print; all of them
// with CHABIAO_MISSES set.
func limit() int {
	if os.Getenv("CHABIAO_MISSES") != "" {
		return 1 << 30
	}
	return 12
}

func share(good, all int) float64 { return 100 * float64(good) / float64(max(all, 1)) }

// TestCitations measures how many strings from documents mean what their
// reading says.
func TestCitations(t *testing.T) {
	rows, m, good := table(t, "numbers/citations.tsv"), misses{}, 0
	for _, row := range rows {
		got, err := Parse(row[0])
		want, wantErr := Parse(row[1])
		if err == nil && wantErr == nil && got.Key() == want.Key() {
			good++
			continue
		}
		m.add("different", strings.Join(row[:2], " | ")+" | "+got.Key()+" | "+want.Key())
	}
	m.log(t, limit())
	t.Logf("citations: %d of %d, %.2f%%", good, len(rows), share(good, len(rows)))
	if share(good, len(rows)) < 99 {
		t.Error("below 99%")
	}
}

// TestCitationsInContext measures how many numbers Find finds in the words
// around them.
func TestCitationsInContext(t *testing.T) {
	rows, m, good := table(t, "numbers/citations_in_context.tsv"), misses{}, 0
	for _, row := range rows {
		want, err := Parse(row[1])
		if err != nil {
			m.add("reading refused", row[1])
			continue
		}
		found := false
		var seen []string
		for _, span := range Find(row[4]) {
			found = found || span.Number.Key() == want.Key()
			seen = append(seen, span.Number.Key())
		}
		if found {
			good++
			continue
		}
		m.add(row[3], row[0]+" | "+want.Key()+" | "+strings.Join(seen, ", ")+" | "+row[4])
	}
	m.log(t, limit())
	t.Logf("citations in context: %d of %d, %.2f%%", good, len(rows), share(good, len(rows)))
	if share(good, len(rows)) < 98 {
		t.Error("below 98%")
	}
}

// spelling takes out of a number what two sources of one document write
// differently, by plain replacement, so that it owes nothing to Parse.
func spelling(s string) string {
	return strings.NewReplacer(" ", "", "-", "", ":", "", "/", "", ".", "", "REL", "R", "RELEASE2000", "R00", "AMENDMENT", "AMD").Replace(strings.ToUpper(s))
}

// TestCatalogue shows that every number of the catalogue parses, that writing
// and reading it again changes nothing, and which numbers share an id.
func TestCatalogue(t *testing.T) {
	m, all, parsed := misses{}, 0, 0
	seen := map[string]bool{}
	byID := map[string]string{}
	twice := 0
	keys := map[string]string{}
	catalogue(t, func(file, number string) {
		if seen[number] {
			return
		}
		seen[number] = true
		all++
		n, err := Parse(number)
		if err != nil {
			m.add(file+" refused", number+" | "+err.Error())
			return
		}
		parsed++
		again, err := Parse(n.String())
		if err != nil || again.Key() != n.Key() || again.String() != n.String() {
			m.add(file+" not a fixed point", number+" | "+n.String()+" | "+again.String()+" | "+n.Key()+" | "+again.Key())
		}
		id, key := n.ID(), n.Key()
		if other, ok := byID[id]; ok {
			class := " share an id and a key"
			if spelling(number) == spelling(other) {
				class = " are one document in two spellings"
				twice++
			}
			if keys[id] != key {
				class = " share an id with different keys"
			}
			m.add(file+class, number+" | "+other+" | "+id)
		}
		byID[id], keys[id] = number, key
	})
	m.log(t, limit())
	t.Logf("catalogue: %d numbers, %d parsed (%.3f%%), %d ids", all, parsed, share(parsed, all), len(byID))
	if share(parsed, all) < 99.99 {
		t.Errorf("%d numbers are refused", all-parsed)
	}
	for class, lines := range m {
		if strings.HasSuffix(class, "fixed point") || strings.HasSuffix(class, "different keys") {
			t.Errorf("%d numbers: %s", len(lines), class)
		}
	}
	if collisions := parsed - len(byID) - twice; share(collisions, all) > 0.1 {
		t.Errorf("%d numbers fall on an id that another has", collisions)
	}
}
