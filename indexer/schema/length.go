package schema

import "math"

// Lengths are kept in 64 steps: exact to 32 words, then each step 12 % more,
// which is far finer than BM25 can tell.
const (
	exactLengths = 32
	lengthSteps  = 64
)

var lengthOf = func() (t [lengthSteps]float32) {
	for i := range t {
		t[i] = float32(i)
		if i > exactLengths {
			t[i] = float32(exactLengths * math.Pow(1.12, float64(i-exactLengths)))
		}
	}
	return t
}()

// LengthStep is the step that a field of n words falls on.
func LengthStep(n int) uint8 {
	if n <= exactLengths {
		return uint8(max(n, 0))
	}
	step := exactLengths + int(math.Round(math.Log(float64(n)/exactLengths)/math.Log(1.12)))
	return uint8(min(step, lengthSteps-1))
}

// StepLength is the length, in words, that a step stands for.
func StepLength(step uint8) float32 { return lengthOf[min(step, lengthSteps-1)] }

// LengthTerm is the term of FieldLength that says that the text field of that
// number in TextFields has a length of that step.
func LengthTerm(field int, step uint8) string { return string([]byte{'a' + byte(field), '0' + step}) }

// ParseLengthTerm is the inverse of LengthTerm.
func ParseLengthTerm(term string) (field int, step uint8, ok bool) {
	if len(term) != 2 || int(term[0]-'a') >= len(TextFields) {
		return 0, 0, false
	}
	return int(term[0] - 'a'), term[1] - '0', true
}
