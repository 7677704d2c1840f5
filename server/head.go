package server

import "net/http"

// head answers HEAD as GET is answered, without the body: who checks links or
// asks for a date learns the same of every address.
func head(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodHead {
			next.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(&bodiless{ResponseWriter: w}, asGet(r))
	})
}

// asGet is the request that a HEAD is answered like; others are themselves.
func asGet(r *http.Request) *http.Request {
	if r.Method != http.MethodHead {
		return r
	}
	get := r.Clone(r.Context())
	get.Method = http.MethodGet
	return get
}

// bodiless drops the body of an answer.
type bodiless struct {
	http.ResponseWriter
	begun bool
}

func (w *bodiless) WriteHeader(status int) {
	w.begun = true
	w.ResponseWriter.WriteHeader(status)
}

func (w *bodiless) Write(p []byte) (int, error) {
	if !w.begun {
		w.WriteHeader(http.StatusOK)
	}
	return len(p), nil
}

// Unwrap lets http.ResponseController reach what lies below.
func (w *bodiless) Unwrap() http.ResponseWriter { return w.ResponseWriter }
