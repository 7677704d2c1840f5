package server

import (
	"io"
	"net/http"
	"time"
)

// bounded gives a client the time limit of an answer to send the body of its
// request, however little of it a handler reads: who sends slowly would hold a
// connection and a goroutine. Uploads are freed of it by unhurried.
func (s *Server) bounded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Body != nil && r.Body != http.NoBody {
			conn := http.NewResponseController(w)
			// Other writers than the server's own, as in tests, have no deadlines.
			if conn.SetReadDeadline(time.Now().Add(s.cfg.Timeout)) == nil {
				r.Body = &timedBody{r.Body, conn}
			}
		}
		next.ServeHTTP(w, r)
	})
}

// timedBody lifts the deadline when all has been read. The server goes on
// reading to notice when the client leaves, and would take a deadline that
// passes for that.
type timedBody struct {
	io.ReadCloser
	conn *http.ResponseController
}

func (b *timedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err == io.EOF {
		b.conn.SetReadDeadline(time.Time{})
	}
	return n, err
}

// unhurried lets a client take as long as it needs for a body: for uploads, once
// it is known who sends them.
func unhurried(w http.ResponseWriter) {
	// Where this fails there was no deadline to lift.
	_ = http.NewResponseController(w).SetReadDeadline(time.Time{})
}
