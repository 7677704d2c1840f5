package main

import (
	"fmt"
	"os"
	"time"

	"chabiao/indexer"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// progress shows how far work is, on stderr: a bar on a terminal, else a line
// every few seconds.
type progress struct {
	e     *env
	bar   *progressbar.ProgressBar
	stage string
	since time.Time
	last  time.Time
}

func newProgress(e *env) *progress { return &progress{e: e} }

func (p *progress) show(now indexer.Progress) {
	if now.Stage != p.stage {
		p.end()
		p.stage, p.since, p.last = now.Stage, time.Now(), time.Now()
		if f, ok := p.e.stderr.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
			p.bar = progressbar.NewOptions64(max(now.Total, 1), progressbar.OptionSetWriter(f), progressbar.OptionSetDescription(now.Stage),
				progressbar.OptionShowCount(), progressbar.OptionShowIts(), progressbar.OptionSetItsString("rows"), progressbar.OptionThrottle(200*time.Millisecond), progressbar.OptionClearOnFinish())
		}
	}
	if p.bar != nil {
		if total := max(now.Total, now.Rows, 1); total != p.bar.GetMax64() {
			p.bar.ChangeMax64(total)
		}
		p.bar.Set64(now.Rows)
		return
	}
	if time.Since(p.last) < 3*time.Second {
		return
	}
	p.last = time.Now()
	rate := float64(now.Rows) / time.Since(p.since).Seconds()
	left := ""
	if now.Total > now.Rows && rate > 0 {
		left = fmt.Sprintf(", %.0f s left", float64(now.Total-now.Rows)/rate)
	}
	fmt.Fprintf(p.e.stderr, "%s: %d rows, %.0f rows/s%s\n", now.Stage, now.Rows, rate, left)
}

// indexing shows the building of the index.
func (p *progress) indexing(done, total int64) {
	p.show(indexer.Progress{Stage: "indexing", Rows: done, Total: total})
}

// end takes the bar away.
func (p *progress) end() {
	if p.bar != nil {
		p.bar.Finish()
		p.bar = nil
	}
	p.stage = ""
}
