package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"chabiao/corpus/catalogue"
	"chabiao/indexer"
	"chabiao/server"
)

// client asks the server that holds the data directory.
type client struct {
	addr  string
	token string // shows that it is one of this data directory; may be empty
}

// get reads an answer of the API into v.
func (c client) get(ctx context.Context, path string, q url.Values, v any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+c.addr+"/api/v1"+path+"?"+q.Encode(), nil)
	if err != nil {
		return err
	}
	return c.do(req, v)
}

// post sends v as JSON and reads the answer into out.
func (c client) post(ctx context.Context, path string, q url.Values, v, out any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+c.addr+"/api/v1"+path+"?"+q.Encode(), bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	return c.do(req, out)
}

func (c client) do(req *http.Request, v any) error {
	if c.token != "" {
		req.Header.Set("Authorization", "Bearer "+c.token)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("ask the server at %s: %w", c.addr, err)
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 {
		var body struct {
			Error struct{ Message string } `json:"error"`
		}
		if json.NewDecoder(io.LimitReader(resp.Body, 1<<20)).Decode(&body) != nil || body.Error.Message == "" {
			body.Error.Message = resp.Status
		}
		if resp.StatusCode == http.StatusUnauthorized || resp.StatusCode == http.StatusForbidden && c.token == "" {
			return errors.New("the server takes imports from who has its key, or the data directory's file " + tokenFile + ", which can't be read; run this as the user that runs the server")
		}
		return errors.New(body.Error.Message)
	}
	if v == nil {
		_, err := io.Copy(io.Discard, resp.Body)
		return err
	}
	return json.NewDecoder(resp.Body).Decode(v)
}

// batchNow is the state of a batch as the server tells it.
type batchNow struct {
	catalogue.Batch
	Progress *indexer.Progress `json:"progress"`
}

// pollEvery is how often the server is asked how far it is.
const pollEvery = 200 * time.Millisecond

// follow waits for the work on a batch to end, showing how far it is.
func (c client) follow(e *env, id int64, bar *progress) (*batchNow, error) {
	path := "/imports/" + strconv.FormatInt(id, 10)
	for {
		var now batchNow
		if err := c.get(e.ctx, path, nil, &now); err != nil {
			return nil, err
		}
		if now.Progress == nil {
			bar.end()
			return &now, nil
		}
		bar.show(*now.Progress)
		select {
		case <-time.After(pollEvery):
		case <-e.ctx.Done():
			return nil, fmt.Errorf("stopped watching; the server goes on with import %d", id)
		}
	}
}

// outcome follows an import and tells what became of it.
func (c client) outcome(e *env, id int64, bar *progress, cmd *importCmd) error {
	start := time.Now()
	b, err := c.follow(e, id, bar)
	if err != nil {
		return err
	}
	if b.State != catalogue.BatchDone {
		return fmt.Errorf("import %d %s: %s", id, b.State, b.Error)
	}
	return e.reading(func(cat *catalogue.Catalogue) error {
		rep, err := indexer.ReportOf(e.ctx, cat, id)
		if err != nil {
			return err
		}
		return cmd.finish(e, cat, timed(rep, start))
	})
}

// handOver gives the files to the server that holds the directory and follows
// the import until it can be searched.
func (c *importCmd) handOver(e *env, cl client, settings indexer.Settings) error {
	if filepath.Ext(c.Report) == ".jsonl" {
		return usageError{errors.New("--report FILE.jsonl needs the data directory, which a server holds; write .json or .html")}
	}
	pr, pw := io.Pipe()
	form := multipart.NewWriter(pw)
	go func() { pw.CloseWithError(c.writeForm(e, form, settings)) }()
	req, err := http.NewRequestWithContext(e.ctx, http.MethodPost, "http://"+cl.addr+"/api/v1/imports", pr)
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", form.FormDataContentType())
	var task struct {
		Batch   int64 `json:"batch"`
		Preview int64 `json:"preview"`
	}
	err = cl.do(req, &task)
	pr.CloseWithError(io.ErrClosedPipe) // the writer must not wait for a reader that has gone
	if err != nil {
		return err
	}
	bar := newProgress(e)
	defer bar.end()
	if task.Preview != 0 {
		return c.followPreview(e, cl, task.Preview, bar)
	}
	return cl.outcome(e, task.Batch, bar, c)
}

// followPreview waits for the server's dry run and shows it.
func (c *importCmd) followPreview(e *env, cl client, id int64, bar *progress) error {
	path := "/previews/" + strconv.FormatInt(id, 10)
	for {
		var p server.Preview
		if err := cl.get(e.ctx, path, nil, &p); err != nil {
			return err
		}
		switch p.State {
		case server.PreviewFailed:
			return errors.New(p.Error)
		case server.PreviewDone:
			bar.end()
			if err := cl.drop(e.ctx, path); err != nil {
				return err
			}
			return c.finish(e, nil, p.Detail)
		}
		bar.show(p.Progress)
		select {
		case <-time.After(pollEvery):
		case <-e.ctx.Done():
			return e.ctx.Err()
		}
	}
}

func (c client) drop(ctx context.Context, path string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodDelete, "http://"+c.addr+"/api/v1"+path, nil)
	if err != nil {
		return err
	}
	return c.do(req, nil)
}

func (c *importCmd) writeForm(e *env, form *multipart.Writer, settings indexer.Settings) error {
	for _, f := range []struct{ name, value string }{
		{"format", settings.Format}, {"encoding", settings.Encoding}, {"separator", settings.Separator}, {"sheet", settings.Sheet}, {"preset", settings.Preset},
		{"map", c.Map}, {"mapping", settings.Mapping}, {"source", settings.Source}, {"save_mapping", c.Save}, {"who", userName()},
	} {
		if f.value == "" {
			continue
		}
		if err := form.WriteField(f.name, f.value); err != nil {
			return err
		}
	}
	if settings.HeaderRow != 0 {
		if err := form.WriteField("header_row", strconv.Itoa(settings.HeaderRow)); err != nil {
			return err
		}
	}
	for name, yes := range map[string]bool{"replace": settings.Replace, "dry_run": c.DryRun} {
		if !yes {
			continue
		}
		if err := form.WriteField(name, "true"); err != nil {
			return err
		}
	}
	for _, path := range c.Files {
		if err := writeFormFile(e, form, path); err != nil {
			return err
		}
	}
	return form.Close()
}

func writeFormFile(e *env, form *multipart.Writer, path string) error {
	part, err := form.CreateFormFile("file", filepath.Base(path))
	if err != nil {
		return err
	}
	if path == "-" {
		_, err = io.Copy(part, e.stdin)
		return err
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	_, err = io.Copy(part, f)
	return errors.Join(err, f.Close())
}
