package eval

import (
	"cmp"
	"math"
	"slices"
)

// Metric is a figure of a query or, as the mean over its queries, of a set.
type Metric int

// The metrics. A line answers a want when its number is one of the want's; a
// want answered by several lines counts at the first.
const (
	// MRR10 is 1/rank of the first of ten lines with grade 2 or 3; 0 if none.
	MRR10 Metric = iota
	// NDCG10 is the discounted gain of ten lines, gain 2^grade − 1, discount
	// log2(rank + 1), over that of the best order of all that is wanted
	// (Järvelin and Kekäläinen 2002 with the gain of Burges et al. 2005).
	NDCG10
	// Recall10 and Recall50 are the shares of what is wanted, of any grade,
	// among the first lines.
	Recall10
	Recall50
	// Success1 is 1 when the first line has grade 2 or 3.
	Success1
	// RecallAll is 1 when the entry is among all the hits.
	RecallAll

	numMetrics
)

var metricNames = [numMetrics]string{"mrr@10", "ndcg@10", "recall@10", "recall@50", "success@1", "recall"}

func (m Metric) String() string { return metricNames[m] }

// Scores are the figures of one query or set; NaN where a metric says nothing
// of it.
type Scores [numMetrics]float64

func noScores() (s Scores) {
	for m := range s {
		s[m] = math.NaN()
	}
	return s
}

// depth is how many lines are asked for: what the metrics look at.
const depth = 50

// grade finds what each line is worth: the grade of the want that it is the
// first to answer, else 0.
func (q *Query) grade(lines []Line) []int {
	wants := make(map[string]int, len(q.Wants))
	for i, w := range q.Wants {
		for _, k := range w.Keys {
			wants[k] = i
		}
	}
	done := make([]bool, len(q.Wants))
	out := make([]int, len(lines))
	for i, l := range lines {
		numbers := []string{l.Number}
		if q.Members {
			numbers = append(numbers, l.Also...)
		}
		for _, num := range numbers {
			if w, ok := wants[Key(num)]; ok && !done[w] {
				done[w] = true
				out[i] = max(out[i], q.Wants[w].Grade)
			}
		}
	}
	return out
}

// score computes the metrics of ranked lines with these grades.
func (q *Query) score(grades []int) Scores {
	s := noScores()
	s[MRR10], s[Success1] = 0, 0
	for i, g := range first(grades, 10) {
		if g >= GradeGood {
			s[MRR10] = 1 / float64(i+1)
			if i == 0 {
				s[Success1] = 1
			}
			break
		}
	}
	ideal := make([]int, len(q.Wants))
	for i, w := range q.Wants {
		ideal[i] = w.Grade
	}
	slices.SortFunc(ideal, func(a, b int) int { return cmp.Compare(b, a) })
	s[NDCG10] = gain(grades) / gain(ideal)
	s[Recall10] = share(first(grades, 10), len(q.Wants))
	s[Recall50] = share(first(grades, 50), len(q.Wants))
	return s
}

func first(grades []int, n int) []int { return grades[:min(n, len(grades))] }

// gain is the discounted gain of the first ten.
func gain(grades []int) (sum float64) {
	for i, g := range first(grades, 10) {
		sum += (math.Exp2(float64(g)) - 1) / math.Log2(float64(i+2))
	}
	return sum
}

func share(grades []int, wanted int) float64 {
	n := 0
	for _, g := range grades {
		if g > 0 {
			n++
		}
	}
	return float64(n) / float64(wanted)
}
