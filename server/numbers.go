package server

import (
	"encoding/json"
	"errors"
	"net/http"

	"chabiao/corpus"
	"chabiao/corpus/number"
	"chabiao/search"
)

// numbersOf are the numbers that an address asks about, ?number= once for each.
func numbersOf(r *http.Request) ([]string, error) {
	numbers := r.URL.Query()["number"]
	if len(numbers) == 0 {
		return nil, corpus.Errorf(corpus.InvalidArgument, "no number given").WithField("number").WithHint("write ?number=GB/T 19001, once for every number")
	}
	return numbers, tooMany(numbers)
}

// numbersIn are the numbers that a body asks about, {"numbers":[…]}.
func numbersIn(r *http.Request) ([]string, error) {
	var body struct {
		Numbers []string `json:"numbers"`
	}
	const hint = `send {"numbers":["GB/T 19001", …]}`
	dec := json.NewDecoder(r.Body)
	err := dec.Decode(&body)
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.As(err, &wrong):
		return nil, corpus.Errorf(corpus.InvalidArgument, "numbers is %s at byte %d; it must be a list of strings", wrong.Value, wrong.Offset).WithField("numbers").WithHint(hint)
	case err != nil:
		return nil, corpus.Errorf(corpus.InvalidArgument, "the body is not the JSON that is wanted: %w", err).WithField("numbers").WithHint(hint)
	case dec.More():
		return nil, corpus.Errorf(corpus.InvalidArgument, "something stands behind the object").WithField("numbers").WithHint(hint)
	case body.Numbers == nil:
		return nil, corpus.Errorf(corpus.InvalidArgument, "no numbers given").WithField("numbers").WithHint(hint)
	}
	return body.Numbers, tooMany(body.Numbers)
}

func tooMany(numbers []string) error {
	if len(numbers) <= search.MaxNumbers {
		return nil
	}
	return corpus.Errorf(corpus.TooLarge, "%d numbers; %d is the most in one request", len(numbers), search.MaxNumbers).WithField("numbers").WithHint("send them in several requests")
}

func (s *Server) resolve(_ http.ResponseWriter, r *http.Request) (any, error) {
	numbers, err := numbersOf(r)
	if err != nil {
		return nil, err
	}
	return s.cfg.Engine.Resolve(r.Context(), numbers, langOf(r))
}

func (s *Server) resolveMany(_ http.ResponseWriter, r *http.Request) (any, error) {
	numbers, err := numbersIn(r)
	if err != nil {
		return nil, err
	}
	return s.cfg.Engine.Resolve(r.Context(), numbers, langOf(r))
}

func (s *Server) parse(_ http.ResponseWriter, r *http.Request) (any, error) {
	numbers, err := numbersOf(r)
	if err != nil {
		return nil, err
	}
	return readings(numbers, langOf(r)), nil
}

func (s *Server) parseMany(_ http.ResponseWriter, r *http.Request) (any, error) {
	numbers, err := numbersIn(r)
	if err != nil {
		return nil, err
	}
	return readings(numbers, langOf(r)), nil
}

// readings takes each input to pieces, in order.
func readings(numbers []string, lang string) []number.Reading {
	out := make([]number.Reading, len(numbers))
	for i, in := range numbers {
		out[i] = number.Read(in, lang)
	}
	return out
}
