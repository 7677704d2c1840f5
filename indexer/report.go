package indexer

import (
	"encoding/json"
	"time"

	"chabiao/corpus/catalogue"
	"chabiao/indexer/columns"
	"chabiao/indexer/problem"
	"chabiao/indexer/sheet"
)

// Report is what became of an import, in figures.
type Report struct {
	Batch int64 `json:"batch"`
	Files int   `json:"files"`
	catalogue.Counts
	Seconds       float64 `json:"seconds"`
	RowsPerSecond float64 `json:"rows_per_second"`
	Revision      int64   `json:"revision"`
}

// Detail is a report with all that was understood and doubted: what a person
// wants to see before anything changes, and keeps after.
type Detail struct {
	Report
	DryRun   bool             `json:"dry_run,omitempty"`
	Started  time.Time        `json:"started"`
	Who      string           `json:"who,omitempty"`
	Settings Settings         `json:"settings"`
	Sources  []catalogue.File `json:"sources"`
	Parts    []PartReport     `json:"parts"`
	// PassedOver counts the rows that are no entries: blank ones, totals,
	// repeated headers. They are not among those read.
	PassedOver int64              `json:"passed_over"`
	Problems   *problem.Collector `json:"problems"`
}

// PartReport says how one table or stream was read.
type PartReport struct {
	Name       string           `json:"name"`
	Info       sheet.Info       `json:"info"`
	HeaderRows []int64          `json:"header_rows,omitempty"`
	Preset     string           `json:"preset,omitempty"`
	Columns    []columns.Column `json:"columns,omitempty"`
	Skipped    string           `json:"skipped,omitempty"` // why it was not read
	SkippedZH  string           `json:"skipped_zh,omitempty"`
	Rows       int64            `json:"rows"`
	Rejected   int64            `json:"rejected"`
	PassedOver int64            `json:"passed_over"`
	Sample     []Sample         `json:"sample,omitempty"`
}

// sampleRows is how many rows of a part a report shows.
const sampleRows = 10

// Sample is a row as it stood and as it was understood.
type Sample struct {
	At     int64           `json:"at"`
	Cells  []string        `json:"cells,omitempty"` // of a table
	Entry  json.RawMessage `json:"entry,omitempty"` // none when the row was refused
	Notes  []problem.Note  `json:"notes,omitempty"`
	Reason string          `json:"reason,omitempty"` // why it was refused
	// ReasonZH is the same in Chinese; empty where Reason has both.
	ReasonZH string `json:"reason_zh,omitempty"`
}
