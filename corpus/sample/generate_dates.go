package sample

import "chabiao/corpus"

// published draws a day of a year, before today.
func (g *generator) published(f *family, year int) corpus.Date {
	d, months := g.dice, 12
	if year >= int(today.Year) {
		months = int(today.Month) - 1
	}
	date := corpus.Date{Year: int16(year), Month: uint8(1 + d.below(months)), Day: uint8(1 + d.below(28))}
	if !f.chinese() && f.style != styleITU && d.percent(50) {
		date.Day = 0
	}
	return date
}

// later is the day a standard takes effect: some months behind its
// publication, mostly the first of a month.
func (g *generator) later(d corpus.Date) corpus.Date {
	month := int(d.Month) + 2 + g.dice.below(8)
	out := corpus.Date{Year: d.Year + int16((month-1)/12), Month: uint8((month-1)%12 + 1), Day: 1}
	if g.dice.percent(25) {
		out.Day = max(d.Day, 1)
	}
	return out
}

// inForce is the day from which an entry holds.
func inForce(e *corpus.Entry) corpus.Date {
	if e.Implemented.IsZero() {
		return e.Published
	}
	return e.Implemented
}

// chain links the editions of one standard, oldest first, and gives each its
// status: the newest stands, what it replaced does not.
func (g *generator) chain(editions []int) {
	for i, at := range editions {
		e := &g.cluster[at]
		if i+1 == len(editions) {
			g.stand(e)
			return
		}
		next := &g.cluster[editions[i+1]]
		e.ReplacedBy, next.Replaces = append(e.ReplacedBy, next.Number), append(next.Replaces, e.Number)
		switch end := inForce(next); {
		case end.Compare(today) > 0:
			e.Status = corpus.StatusCurrent // until its successor takes effect
		case g.dice.percent(30):
			e.Status, e.Withdrawn = corpus.StatusWithdrawn, end
		default:
			e.Status, e.Withdrawn = corpus.StatusSuperseded, end
		}
	}
}

// stand gives a standard without successor its status. Old ones are often
// withdrawn for good; of some the source does not know.
func (g *generator) stand(e *corpus.Entry) {
	d, year := g.dice, int(e.Published.Year)
	chance := 3
	switch {
	case year < 1995:
		chance = 38
	case year < 2005:
		chance = 16
	}
	switch {
	case inForce(e).Compare(today) > 0:
		e.Status = corpus.StatusUpcoming
	case d.percent(9):
		e.Status = corpus.StatusUnknown
	case year < int(today.Year)-3 && d.percent(chance):
		e.Status = corpus.StatusWithdrawn
		if last := int(today.Year) - 1; d.percent(60) {
			e.Withdrawn = corpus.Date{Year: int16(year + 2 + d.below(last-year-1)), Month: uint8(1 + d.below(12)), Day: uint8(1 + d.below(28))}
		}
	default:
		e.Status = corpus.StatusCurrent
		if year < int(today.Year)-6 && d.percent(15) {
			e.Confirmed = corpus.Date{Year: int16(year + 5 + d.below(int(today.Year)-year-5)), Month: uint8(1 + d.below(12))}
		}
	}
}
