package bench

import (
	"bufio"
	"math"
	"os"
	"runtime"
	"runtime/metrics"
	"strings"
	"time"
)

// Report is what was measured.
type Report struct {
	Machine   Machine
	Builds    []Build
	Latencies []Latency
	Loads     []Load
	Empty     []string // classes for which the catalogue has no queries
}

// Machine is where and how it was measured.
type Machine struct {
	Table       string  `json:"table"` // "machine"
	CPU         string  `json:"cpu"`
	Cores       int     `json:"cores"` // that the program uses
	Go          string  `json:"go"`
	GOGC        int     `json:"gogc"`                   // percent; -1 when off
	MemoryLimit int64   `json:"memory_limit,omitempty"` // bytes, of the garbage collector
	Entries     int64   `json:"entries"`
	Queries     int     `json:"queries"` // a class, at the most
	Runs        int     `json:"runs"`    // of each query, at the most
	Seconds     float64 `json:"seconds"` // that the runs of a class may take
	Seed        uint64  `json:"seed"`
	Date        string  `json:"date"`
}

// Times are percentiles, in milliseconds, by nearest rank.
type Times struct {
	P50 float64 `json:"p50_ms"`
	P95 float64 `json:"p95_ms"`
	P99 float64 `json:"p99_ms"`
}

// Hits are how many hits the queries of a class have.
type Hits struct {
	Least  int64 `json:"least"`
	Median int64 `json:"median"`
	Most   int64 `json:"most"`
}

// Agreement is how many of the queries whose totals can be compared with the
// engine's had the same.
type Agreement struct {
	Agree    int `json:"agree"`
	Compared int `json:"compared"`
}

// Latency is a row of the table: an engine, a class, with all facets or none.
type Latency struct {
	Table   string `json:"table"` // "latency"
	Engine  string `json:"engine"`
	Class   string `json:"class"`
	What    string `json:"what"`
	Facets  bool   `json:"facets"`
	Queries int    `json:"queries"` // different ones
	Samples int    `json:"samples"` // answers measured
	Hits    *Hits  `json:"hits,omitempty"`
	AnyWord *Hits  `json:"any_word,omitempty"` // entries with any of the words in the title, about
	Times
	// Of all but the engine in process:
	Agreement
	TimesSlower float64 `json:"times_slower,omitempty"` // than it, by p50
}

// Load is how many requests a second are answered when all cores are busy.
type Load struct {
	Table    string  `json:"table"` // "load"
	Engine   string  `json:"engine"`
	Workers  int     `json:"workers"` // each asks its next question when it has its answer
	Seconds  float64 `json:"seconds"`
	Requests int     `json:"requests"`
	Rate     float64 `json:"requests_per_second"`
	Times
}

// Build is what a peer's index took to make.
type Build struct {
	Table         string  `json:"table"` // "build"
	Engine        string  `json:"engine"`
	Entries       int64   `json:"entries"`
	Seconds       float64 `json:"seconds"`
	Bytes         int64   `json:"bytes"`
	BytesPerEntry float64 `json:"bytes_per_entry"`
	Kept          bool    `json:"kept"` // built by an earlier run, which took so long
}

// Rows lists all tables, as JSON has them.
func (r *Report) Rows() []any {
	rows := []any{r.Machine}
	for _, b := range r.Builds {
		rows = append(rows, b)
	}
	for _, l := range r.Latencies {
		rows = append(rows, l)
	}
	for _, l := range r.Loads {
		rows = append(rows, l)
	}
	return rows
}

func machine(entries int64, opt *Options) Machine {
	settings := []metrics.Sample{{Name: "/gc/gogc:percent"}, {Name: "/gc/gomemlimit:bytes"}}
	metrics.Read(settings)
	gogc, limit := int(settings[0].Value.Uint64()), int64(settings[1].Value.Uint64())
	if limit == math.MaxInt64 {
		limit = 0
	}
	return Machine{
		Table: "machine", CPU: cpu(), Cores: runtime.GOMAXPROCS(0), Go: runtime.Version(),
		GOGC: gogc, MemoryLimit: limit,
		Entries: entries, Queries: opt.Queries, Runs: opt.Runs, Seconds: opt.Each.Seconds(), Seed: opt.Seed, Date: time.Now().UTC().Format(time.DateOnly),
	}
}

// cpu is the processor's name, where the system tells it as Linux does, else
// its kind.
func cpu() string {
	f, err := os.Open("/proc/cpuinfo")
	if err != nil {
		return runtime.GOARCH
	}
	defer f.Close()
	for sc := bufio.NewScanner(f); sc.Scan(); {
		if name, value, ok := strings.Cut(sc.Text(), ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return runtime.GOARCH
}
