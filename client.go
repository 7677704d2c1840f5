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
)

// client asks the server that holds the data directory.
type client struct{ addr string }

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
		return errors.New(body.Error.Message)
	}
	return json.NewDecoder(resp.Body).Decode(v)
}

// handOver gives the files to the server that holds the directory and follows
// the import until it is searchable.
func (c *importCmd) handOver(e *env, addr string) error {
	if c.DryRun {
		return usageError{errors.New("--dry-run does not go through a running server yet; use another --data directory for it")}
	}
	cl := client{addr}
	start := time.Now()
	pr, pw := io.Pipe()
	form := multipart.NewWriter(pw)
	go func() { pw.CloseWithError(c.writeForm(e, form)) }()
	req, err := http.NewRequestWithContext(e.ctx, http.MethodPost, "http://"+addr+"/api/v1/imports", pr)
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", form.FormDataContentType())
	var task struct {
		Batch int64 `json:"batch"`
	}
	if err := cl.do(req, &task); err != nil {
		return err
	}
	bar := newProgress(e)
	defer bar.end()
	var state struct {
		catalogue.Batch
		Progress *indexer.Progress `json:"progress"`
	}
	path := "/imports/" + strconv.FormatInt(task.Batch, 10)
	for {
		state.Progress = nil
		if err := cl.get(e.ctx, path, nil, &state); err != nil {
			return err
		}
		if state.Progress == nil && state.State != catalogue.BatchRunning {
			break
		}
		if state.Progress != nil {
			bar.show(*state.Progress)
		}
		select {
		case <-time.After(200 * time.Millisecond):
		case <-e.ctx.Done():
			return fmt.Errorf("stopped watching; the server goes on with import %d", task.Batch)
		}
	}
	bar.end()
	if state.State != catalogue.BatchDone {
		return fmt.Errorf("import %d %s: %s", task.Batch, state.State, state.Error)
	}
	rep := indexer.Report{Batch: task.Batch, Files: len(c.Files), Counts: state.Counts, Revision: state.Revision, Seconds: time.Since(start).Seconds()}
	rep.RowsPerSecond = float64(rep.Read) / rep.Seconds
	cat, err := catalogue.OpenReadOnly(e.data)
	if err != nil {
		return err
	}
	defer cat.Close()
	return c.finish(e, cat, rep, nil)
}

func (c *importCmd) writeForm(e *env, form *multipart.Writer) error {
	if c.Format != "" {
		if err := form.WriteField("format", c.Format); err != nil {
			return err
		}
	}
	for _, path := range c.Files {
		part, err := form.CreateFormFile("file", filepath.Base(path))
		if err != nil {
			return err
		}
		in := e.stdin
		if path != "-" {
			f, err := os.Open(path)
			if err != nil {
				return err
			}
			_, err = io.Copy(part, f)
			if err = errors.Join(err, f.Close()); err != nil {
				return err
			}
			continue
		}
		if _, err := io.Copy(part, in); err != nil {
			return err
		}
	}
	return form.Close()
}
