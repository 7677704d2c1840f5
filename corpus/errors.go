package corpus

import (
	"errors"
	"fmt"
)

// Kind sorts errors by what the receiver can do about them. The HTTP server
// and the commands map kinds to status and exit codes in one table each.
type Kind uint8

// The kinds of errors.
const (
	Internal        Kind = iota // a fault of ours: report it
	InvalidArgument             // the request is wrong: mend it
	NotFound                    // no such thing
	Conflict                    // somebody else holds it, or it exists already
	Unavailable                 // not now: try again later
	TooLarge                    // over a limit: send less
	Canceled                    // the caller went away
)

var kindCodes = [...]string{"internal", "invalid_argument", "not_found", "conflict", "unavailable", "too_large", "canceled"}

// String is the kind's code as the HTTP API shows it.
func (k Kind) String() string {
	if int(k) >= len(kindCodes) {
		k = Internal
	}
	return kindCodes[k]
}

// Error is an error that tells its reader what happened and what to do.
type Error struct {
	Kind  Kind
	Field string // the argument at fault, if one is
	Msg   string // what is wrong, the cause included
	Hint  string // what to do about it
	ZH    string // Msg and Hint for who reads Chinese; empty where nobody has written it
	Err   error  // the cause, for errors.Is and errors.As; Msg already tells it
}

func (e *Error) Error() string {
	if e.Hint == "" {
		return e.Msg
	}
	return e.Msg + "; " + e.Hint
}

func (e *Error) Unwrap() error { return e.Err }

// WithHint sets what the reader can do about the error and returns it.
func (e *Error) WithHint(format string, args ...any) *Error {
	e.Hint = fmt.Sprintf(format, args...)
	return e
}

// WithZH says in Chinese what is wrong and what to do about it, in whole
// sentences, and returns the error.
func (e *Error) WithZH(format string, args ...any) *Error {
	e.ZH = fmt.Sprintf(format, args...)
	return e
}

// WithField names the argument at fault and returns the error.
func (e *Error) WithField(field string) *Error {
	e.Field = field
	return e
}

// Errorf makes an error of a kind; %w keeps a cause for errors.Is.
func Errorf(kind Kind, format string, args ...any) *Error {
	err := fmt.Errorf(format, args...)
	return &Error{Kind: kind, Msg: err.Error(), Err: errors.Unwrap(err)}
}

// KindOf is the kind of the first *Error in err's chain; Internal if none.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// Chinese is the error for who reads Chinese; empty where nobody has written it.
func (e *Error) Chinese() string { return e.ZH }

// Reason makes an error like errors.New, in English and Chinese.
func Reason(en, zh string) error { return &reason{en, zh} }

type reason struct{ en, zh string }

func (r *reason) Error() string   { return r.en }
func (r *reason) Chinese() string { return r.zh }

// Chinese is what the first error in err's chain that says it in Chinese, by a
// method of that name, says; empty if none does.
func Chinese(err error) string {
	if e, ok := err.(interface{ Chinese() string }); ok && e.Chinese() != "" {
		return e.Chinese()
	}
	switch x := err.(type) {
	case interface{ Unwrap() error }:
		return Chinese(x.Unwrap())
	case interface{ Unwrap() []error }:
		for _, one := range x.Unwrap() {
			if zh := Chinese(one); zh != "" {
				return zh
			}
		}
	}
	return ""
}

// Wrap adds what was being done to *errp; meant for defer. A nil error stays nil.
func Wrap(errp *error, format string, args ...any) {
	if *errp != nil {
		*errp = fmt.Errorf("%s: %w", fmt.Sprintf(format, args...), *errp)
	}
}
