package lexicon

import "slices"

// side is one side of all pairs: the words of pair i are
// words[starts[i]:starts[i+1]].
type side struct {
	words  []int32
	starts []int32
}

// holders lists, for each of n words, the pairs that have it.
func (s *side) holders(n int) (pairs, starts []int32) {
	starts = make([]int32, n+1)
	for _, w := range s.words {
		starts[w+1]++
	}
	for i := range n {
		starts[i+1] += starts[i]
	}
	pairs = make([]int32, len(s.words))
	next := slices.Clone(starts)
	for p := range len(s.starts) - 1 {
		for _, w := range s.words[s.starts[p]:s.starts[p+1]] {
			pairs[next[w]] = int32(p)
			next[w]++
		}
	}
	return pairs, starts
}

// rounds of expectation and maximization. More change little: the probabilities
// of the words that matter have settled.
const rounds = 5

// cell is a word of the other side that stands in pairs with a word.
type cell struct {
	word     int32
	p        float32 // probability that the word, where it is there, says this one
	expected float32 // pairs in which this one stands because of the word
	together int32   // pairs that have both
}

// alignment is IBM's model 1 (Brown and others, The Mathematics of Statistical
// Machine Translation, 1993): every word of the side to is said by one word of
// the side from, or by none.
type alignment struct {
	from, to      *side
	pairs, starts []int32  // of from: see holders
	rows          [][]cell // by word of from
	none          []float32
	dense         []float32 // probabilities of one row, by word of to; zero between uses
	got           []float32 // the same for what is expected
	total         []float32 // by place in to.words: what all words of its pair give it
}

// align finds for each word of from the words of to that stand with it in least
// pairs and more, and in how many of these it is what says them.
func align(from, to *side, fromN, toN int, least int32) [][]cell {
	a := &alignment{from: from, to: to, rows: make([][]cell, fromN), none: make([]float32, toN),
		dense: make([]float32, toN), got: make([]float32, toN), total: make([]float32, len(to.words))}
	a.pairs, a.starts = from.holders(fromN)
	a.begin(least)
	// What no word says is there as often as it is there at all.
	for _, t := range to.words {
		a.none[t] += 1 / float32(len(to.words))
	}
	for range rounds {
		a.round()
	}
	return a.rows
}

// begin finds the words that stand together; all are equally probable.
func (a *alignment) begin(least int32) {
	count := make([]int32, len(a.none))
	var touched []int32
	for w := range a.rows {
		if a.starts[w+1]-a.starts[w] < least {
			continue
		}
		a.each(w, func(_, t int32) {
			if count[t]++; count[t] == 1 {
				touched = append(touched, t)
			}
		})
		var row []cell
		for _, t := range touched {
			if count[t] >= least {
				row = append(row, cell{word: t, together: count[t]})
			}
			count[t] = 0
		}
		touched = touched[:0]
		for i := range row {
			row[i].p = 1 / float32(len(row))
		}
		a.rows[w] = row
	}
}

// each walks the words of to in the pairs of a word, with their places.
func (a *alignment) each(w int, do func(place, t int32)) {
	for _, p := range a.pairs[a.starts[w]:a.starts[w+1]] {
		for place := a.to.starts[p]; place < a.to.starts[p+1]; place++ {
			do(place, a.to.words[place])
		}
	}
}

// spread puts the probabilities of a row into dense, or takes them out.
func (a *alignment) spread(row []cell, in bool) {
	for i := range row {
		a.dense[row[i].word] = 0
		if in {
			a.dense[row[i].word] = row[i].p
		}
	}
}

// round is one of expectation and maximization.
func (a *alignment) round() {
	for place, t := range a.to.words {
		a.total[place] = a.none[t]
	}
	for w, row := range a.rows {
		if len(row) == 0 {
			continue
		}
		a.spread(row, true)
		a.each(w, func(place, t int32) { a.total[place] += a.dense[t] })
		a.spread(row, false)
	}
	for w, row := range a.rows {
		if len(row) == 0 {
			continue
		}
		a.spread(row, true)
		a.each(w, func(place, t int32) {
			if d := a.dense[t]; d > 0 {
				a.got[t] += d / a.total[place]
			}
		})
		a.spread(row, false)
		sum := float32(0)
		for i := range row {
			row[i].expected = a.got[row[i].word]
			a.got[row[i].word] = 0
			sum += row[i].expected
		}
		if sum > 0 {
			for i := range row {
				row[i].p = row[i].expected / sum
			}
		}
	}
}
