// Package server answers over HTTP: the API under /api/v1; the pages for
// readers, which search, show standards, browse, check lists and feed; the
// pages for staff, which import; health and metrics. It asks a search.Engine and
// hands uploads to an Importer. How a search or an import is done it does not
// know, and neither bleve nor SQLite.
package server

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"chabiao/corpus/catalogue"
	"chabiao/indexer"
	"chabiao/search"

	"github.com/gorilla/mux"
	"github.com/klauspost/compress/gzhttp"
	"github.com/prometheus/client_golang/prometheus"
)

// Importer runs imports and looks at files before they are imported. Work is
// done one after the other; what is asked for waits for its turn.
type Importer interface {
	// Catalogue is read for batches, reports, rejects and mappings.
	Catalogue() *catalogue.Catalogue
	// Start queues an import of files already on disk and returns its number.
	// The files belong to the importer from then on.
	Start(ctx context.Context, paths []string, opt indexer.Options) (int64, error)
	// Resume queues the rest of an import that was interrupted or failed.
	Resume(ctx context.Context, id int64) error
	// Undo takes an import back. It waits for a short while; the report is nil
	// when the work goes on.
	Undo(ctx context.Context, id int64, who string, force bool) (*catalogue.UndoReport, error)
	// Cancel stops running work on a batch; what it has committed stands.
	Cancel(id int64) error
	// Progress of work on a batch that has not ended yet; ok is false after that.
	Progress(id int64) (p indexer.Progress, ok bool)

	// Preview queues a dry run over files already on disk, which belong to the
	// importer from then on, and returns its number.
	Preview(paths []string, settings indexer.Settings) (int64, error)
	// PreviewAgain makes the dry run anew with other settings.
	PreviewAgain(id int64, settings indexer.Settings) error
	PreviewState(id int64) (Preview, error)
	// ImportPreview imports the files of a preview that is done. Where it has been
	// looked at with other settings than those seen since, it is a conflict. The
	// preview stays, to say which import became of it.
	ImportPreview(ctx context.Context, id int64, seen indexer.Settings, who string) (int64, error)
	DropPreview(id int64) error
}

// States of a preview.
const (
	PreviewRunning  = "running"
	PreviewDone     = "done"
	PreviewFailed   = "failed"
	PreviewImported = "imported"
)

// Preview is a dry run over uploaded files.
type Preview struct {
	ID       int64            `json:"preview"`
	State    string           `json:"state"`
	Settings indexer.Settings `json:"settings"`
	Progress indexer.Progress `json:"progress"`
	Error    string           `json:"error,omitempty"`
	ErrorZH  string           `json:"error_zh,omitempty"` // the same in Chinese, where there is such
	Detail   *indexer.Detail  `json:"report,omitempty"`   // when done
	Batch    int64            `json:"batch,omitempty"`    // of its import, once that has begun
}

// Config says what a server answers with, and within which limits. Zero limits
// mean the defaults.
type Config struct {
	Engine   search.Engine
	Importer Importer
	Stats    func(ctx context.Context) (Stats, error) // nil: none
	Ready    func() error                             // nil when searches can be answered
	Logger   *slog.Logger
	// UploadDir takes uploads while they arrive.
	UploadDir string
	MaxUpload int64         // bytes of an upload; 4 GiB
	MaxBody   int64         // bytes of any other body; 4 MiB
	Timeout   time.Duration // for an answer of the API or a page, and for a body but an upload to come; 30 s
	// BaseURL is the address of the site as others reach it, http or https with
	// host and perhaps port, for links that must be whole. Where it is empty they
	// take the host that was asked for. Where it is not this machine's own, imports
	// need a StaffKey: behind a proxy all clients look like this machine's.
	BaseURL string
	// StaffKey lets whoever has it see and make imports, from anywhere. While it
	// is empty they are open to this machine, and to nobody else.
	StaffKey string
	// StaffToken lets the commands of this machine in, as a key does.
	StaffToken string
}

// Server is an http.Handler.
type Server struct {
	cfg       Config
	router    *mux.Router
	handler   http.Handler
	registry  *prometheus.Registry
	requests  *prometheus.HistogramVec
	recent    recentPreviews
	now       func() time.Time
	lists     keptLists
	checking  chan struct{}               // a place for each list that is worked out
	receiving chan struct{}               // and for each that is received
	origins   *http.CrossOriginProtection // refuses what pages of other sites send through a browser here
	sessions  sessions                    // of browsers that have given the staff key
	misses    misses                      // wrong staff keys
	relations relations

	serving context.Context // ends when Serve does
	end     context.CancelFunc
	beside  sync.WaitGroup // work that outlives the request that began it
}

// New makes a server.
func New(cfg Config) (*Server, error) {
	if cfg.MaxUpload == 0 {
		cfg.MaxUpload = 4 << 30
	}
	if cfg.MaxBody == 0 {
		cfg.MaxBody = 4 << 20
	}
	if cfg.Timeout == 0 {
		cfg.Timeout = 30 * time.Second
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.NewTextHandler(io.Discard, nil))
	}
	var err error
	if cfg.BaseURL, err = checkBase(cfg.BaseURL); err != nil {
		return nil, err
	}
	if cfg.StaffKey != "" {
		if err := CheckStaffKey(cfg.StaffKey); err != nil {
			return nil, err
		}
	}
	s := &Server{cfg: cfg, origins: http.NewCrossOriginProtection(), now: time.Now, router: mux.NewRouter().UseEncodedPath(), checking: make(chan struct{}, checksAtOnce), receiving: make(chan struct{}, listsAtOnce)}
	if cfg.BaseURL != "" { // a proxy may ask under a name of its own
		if err := s.origins.AddTrustedOrigin(cfg.BaseURL); err != nil {
			return nil, err
		}
	}
	s.serving, s.end = context.WithCancel(context.Background())
	s.metrics()
	s.routes()
	gz, err := gzhttp.NewWrapper(gzhttp.MinSize(1024))
	if err != nil {
		return nil, err
	}
	s.handler = s.observe(s.bounded(head(s.recover(gz(s.router)))))
	return s, nil
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Serve answers on l until ctx ends, then lets running requests finish for up
// to drain before it closes them.
func (s *Server) Serve(ctx context.Context, l net.Listener, drain time.Duration) error {
	hs := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(s.cfg.Logger.Handler(), slog.LevelWarn),
	}
	defer s.beside.Wait()
	defer s.end()
	done := make(chan error, 1)
	go func() { done <- hs.Serve(l) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	timeout, cancel := context.WithTimeout(context.Background(), drain)
	defer cancel()
	err := hs.Shutdown(timeout)
	if errors.Is(err, context.DeadlineExceeded) {
		err = hs.Close()
	}
	if serr := <-done; serr != nil && !errors.Is(serr, http.ErrServerClosed) {
		err = errors.Join(err, serr)
	}
	return err
}
