package server

import (
	"fmt"
	"html/template"
	"net/http"
)

// openSearch lets browsers add the site as a search engine.
func (s *Server) openSearch(w http.ResponseWriter, r *http.Request) {
	base := template.HTMLEscapeString(s.baseURL(r))
	w.Header().Set("Content-Type", "application/opensearchdescription+xml; charset=utf-8")
	fmt.Fprintf(w, `<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
  <ShortName>查标</ShortName>
  <Description>标准检索 · standards search</Description>
  <InputEncoding>UTF-8</InputEncoding>
  <Url type="text/html" template="%[1]s/?q={searchTerms}"/>
  <Url type="application/json" template="%[1]s/api/v1/search?q={searchTerms}"/>
</OpenSearchDescription>
`, base)
}
