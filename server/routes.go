package server

import (
	_ "embed"
	"net/http"

	"chabiao/indexer/report"
)

//go:embed openapi.yaml
var openAPI []byte

// routes lists every address. openapi.yaml describes the same ones; a test
// holds the two together.
func (s *Server) routes() {
	api := s.router.PathPrefix("/api/v1").Subrouter()
	get := func(path string, h handler) { api.Handle(path, s.api(h)).Methods(http.MethodGet) }
	post := func(path string, h handler) { api.Handle(path, s.api(h)).Methods(http.MethodPost) }

	get("/search", s.search)
	get("/standards/{id}", s.standard)
	get("/resolve", s.resolve)
	post("/resolve", s.resolveMany)
	api.Handle("/check", s.timed(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.answer(w, r, s.checkList) }))).Methods(http.MethodPost)
	get("/parse", s.parse)
	post("/parse", s.parseMany)
	get("/suggest", s.suggest)
	get("/facets/{scheme}", s.tree)
	get("/stats", s.stats)
	get("/state", s.here(s.stateNow))
	get("/imports", s.here(s.imports))
	get("/imports/{id}", s.here(s.importState))
	file := func(path string, h handler) { api.Handle(path, s.download(h)).Methods(http.MethodGet) }
	file("/imports/{id}/rejects", s.here(s.importRejects))
	file("/imports/{id}/report", s.here(s.importReport))
	file("/imports/{id}/delta", s.here(s.importDelta))
	api.Handle("/imports", s.upload(s.here(s.importStart))).Methods(http.MethodPost)
	drop := func(path string, h handler) { api.Handle(path, s.api(s.here(h))).Methods(http.MethodDelete) }
	drop("/imports/{id}", s.importCancel)
	post("/imports/{id}/undo", s.here(s.importUndo))
	post("/imports/{id}/resume", s.here(s.importResume))
	get("/previews/{id}", s.here(s.previewState))
	post("/previews/{id}", s.here(s.previewAgain))
	post("/previews/{id}/import", s.here(s.previewImport))
	drop("/previews/{id}", s.previewDrop)
	get("/mappings", s.here(s.mappings))
	drop("/mappings/{name}", s.mappingDelete)
	get("/fields", s.fields)
	api.HandleFunc("/openapi.yaml", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/yaml; charset=utf-8")
		w.Write(openAPI)
	}).Methods(http.MethodGet)

	s.router.HandleFunc("/healthz", s.healthz).Methods(http.MethodGet)
	s.router.HandleFunc("/readyz", s.readyz).Methods(http.MethodGet)
	s.router.Handle("/metrics", s.metricsHandler()).Methods(http.MethodGet)
	s.router.HandleFunc("/opensearch.xml", s.openSearch).Methods(http.MethodGet)
	s.router.HandleFunc("/style.css", s.css(styleCSS)).Methods(http.MethodGet)
	s.router.HandleFunc("/suggest.js", s.module(suggestJS)).Methods(http.MethodGet)
	s.router.HandleFunc("/copy.js", s.module(copyJS)).Methods(http.MethodGet)
	s.router.HandleFunc("/staff.css", s.css(staffCSS)).Methods(http.MethodGet)
	s.router.HandleFunc("/progress.js", s.module(progressJS)).Methods(http.MethodGet)
	s.router.HandleFunc("/report.css", s.css([]byte(report.CSS()))).Methods(http.MethodGet)
	s.listRoutes()
	s.staffRoutes()
	s.browseRoutes()
	s.show("/", s.page)
	// Spellings hold slashes, and people do not escape them.
	s.show("/standards/{id:.+}", s.standardPage)
	s.router.NotFoundHandler = http.HandlerFunc(s.nowhere)
	s.router.MethodNotAllowedHandler = http.HandlerFunc(s.nowhere)
}

// show has a page answer at its address, within the time limit.
func (s *Server) show(path string, h http.HandlerFunc) {
	s.router.Handle(path, s.timed(h)).Methods(http.MethodGet)
}

// staffRoutes are the pages of imports. What changes something is a form that
// is posted and answered by leading to a page.
func (s *Server) staffRoutes() {
	show := func(path string, h pageHandler) { s.show("/imports"+path, s.staff(h)) }
	form := func(path string, h pageHandler) {
		s.router.Handle("/imports"+path, s.staffForm(h)).Methods(http.MethodPost)
	}
	show("", s.importsPage)
	show("/state", s.statePage)
	s.router.Handle("/imports", s.staffUpload()).Methods(http.MethodPost)
	s.router.Handle("/imports/signin", s.timed(http.HandlerFunc(s.signIn))).Methods(http.MethodGet, http.MethodPost)
	s.router.Handle("/imports/signout", s.timed(http.HandlerFunc(s.signOut))).Methods(http.MethodPost)
	form("/mappings/delete", s.mappingForget)
	show("/previews/{id}", s.undecided(s.previewPage))
	form("/previews/{id}/look", s.undecided(s.previewLook))
	form("/previews/{id}/keep", s.undecided(s.previewKeep))
	form("/previews/{id}/import", s.undecided(s.previewStart))
	form("/previews/{id}/discard", s.undecided(s.previewDiscard))
	show("/{id}", s.batchPage)
	// Files are written as long as the client reads.
	file := func(path string, h pageHandler) {
		s.router.Handle("/imports/{id}"+path, s.staff(h)).Methods(http.MethodGet)
	}
	file("/report.html", s.batchReport)
	file("/rejects", asPage(s.importRejects))
	file("/delta", asPage(s.importDelta))
	show("/{id}/undo", s.undoPage)
	form("/{id}/undo", s.batchUndo)
	form("/{id}/cancel", s.batchCancel)
	form("/{id}/resume", s.batchResume)
}
