package server

import (
	_ "embed"
	"net/http"
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
	get("/parse", s.parse)
	post("/parse", s.parseMany)
	get("/suggest", s.suggest)
	get("/facets/{scheme}", s.tree)
	get("/stats", s.stats)
	get("/imports", s.imports)
	get("/imports/{id}", s.importState)
	file := func(path string, h handler) { api.Handle(path, s.download(h)).Methods(http.MethodGet) }
	file("/imports/{id}/rejects", s.importRejects)
	file("/imports/{id}/report", s.importReport)
	file("/imports/{id}/delta", s.importDelta)
	api.Handle("/imports", s.upload(here(s.importStart))).Methods(http.MethodPost)
	drop := func(path string, h handler) { api.Handle(path, s.api(here(h))).Methods(http.MethodDelete) }
	drop("/imports/{id}", s.importCancel)
	post("/imports/{id}/undo", here(s.importUndo))
	post("/imports/{id}/resume", here(s.importResume))
	get("/previews/{id}", here(s.previewState))
	post("/previews/{id}", here(s.previewAgain))
	post("/previews/{id}/import", here(s.previewImport))
	drop("/previews/{id}", s.previewDrop)
	get("/mappings", s.mappings)
	get("/fields", s.fields)
	api.HandleFunc("/openapi.yaml", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/yaml; charset=utf-8")
		w.Write(openAPI)
	}).Methods(http.MethodGet)

	s.router.HandleFunc("/healthz", s.healthz).Methods(http.MethodGet)
	s.router.HandleFunc("/readyz", s.readyz).Methods(http.MethodGet)
	s.router.Handle("/metrics", s.metricsHandler()).Methods(http.MethodGet)
	s.router.HandleFunc("/opensearch.xml", s.openSearch).Methods(http.MethodGet)
	s.router.HandleFunc("/style.css", s.style).Methods(http.MethodGet)
	s.router.Handle("/", s.timed(http.HandlerFunc(s.page))).Methods(http.MethodGet)
	s.router.NotFoundHandler = s.api(s.notFound)
	s.router.MethodNotAllowedHandler = s.api(s.wrongMethod)
}
