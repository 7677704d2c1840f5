package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"chabiao/corpus/catalogue"
	"chabiao/corpus/sample"
	"chabiao/indexer"
	"chabiao/search/cache"
	"chabiao/server"
)

type serveCmd struct {
	Listen  string        `default:"127.0.0.1:8080" help:"Address to listen on 监听地址."`
	Drain   time.Duration `default:"10s" help:"How long running requests may take to finish at shutdown."`
	BaseURL string        `name:"base-url" help:"Address of the site for links in feeds, such as https://standards.example.org; default: as it is asked for. With it, imports need a staff key 网站地址." placeholder:"URL"`
	// StaffKeyFile holds a key and not the key itself, which other users could
	// read in the list of processes.
	StaffKeyFile string `name:"staff-key-file" env:"CHABIAO_STAFF_KEY_FILE" help:"File with the key that opens the imports to other machines; or set CHABIAO_STAFF_KEY to the key. Without one they are open on this machine only 导入页面的密钥." placeholder:"FILE"`
	// Unfinished says what becomes of imports that a crash interrupted.
	Unfinished string `default:"keep" enum:"keep,resume,undo" help:"Imports that were interrupted: keep them for later, resume or undo them 未完成的导入." placeholder:"DO"`
}

func logError(msg string, args ...any) { slog.Error(msg, args...) }

// Run opens the data directory, loads the sample into an empty one and serves
// until it is told to stop.
func (c *serveCmd) Run(e *env) error {
	key, err := c.staffKey(e)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("can't listen on %s: %w; choose another address with --listen", c.Listen, err)
	}
	defer l.Close()
	bar := newProgress(e)
	d, err := openDataDir(e.ctx, e.data, "serve", bar.indexing)
	bar.end()
	if err != nil {
		return err
	}
	defer d.close()
	if err := c.loadSample(e, d); err != nil {
		return err
	}
	if err := d.engine.Warm(); err != nil {
		return err
	}
	if err := d.engine.LoadWords(e.ctx); err != nil {
		return err
	}
	token, err := d.issueToken()
	if err != nil {
		return err
	}
	if err := d.announce("serve", l.Addr().String()); err != nil {
		return err
	}
	ctx, stop := context.WithCancel(e.ctx)
	defer stop()
	uploads, err := filepath.Abs(filepath.Join(e.data, "uploads"))
	if err != nil {
		return err
	}
	if err := os.MkdirAll(uploads, 0o755); err != nil {
		return err
	}
	im := newImporter(ctx, d, uploads)
	if err := c.unfinished(e, im); err != nil {
		return err
	}
	if err := im.sweep(ctx); err != nil {
		return err
	}
	im.wg.Go(im.tidy)
	engine, err := cache.New(d.engine, d.engine.Version, cache.DefaultLines)
	if err != nil {
		return err
	}
	s, err := server.New(server.Config{
		Engine: engine, Importer: im, Logger: slog.Default(), UploadDir: uploads, BaseURL: c.BaseURL,
		StaffKey: key, StaffToken: token,
		Stats: d.stats,
		Ready: d.engine.Warm,
	})
	if err != nil {
		return err
	}
	im.wg.Go(func() { d.engine.Keep(ctx) })
	n, err := d.cat.Count(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(e.stderr, "查标 serves %d entries at http://%s/ (API: /api/v1/openapi.yaml). Ctrl-C stops it.\n", n, l.Addr())
	switch {
	case key != "":
		fmt.Fprintf(e.stderr, "Imports: http://%s/imports, with the staff key.\n", l.Addr())
	case s.Published():
		fmt.Fprintln(e.stderr, "Imports are closed, but for the commands: a site with an address for others (--base-url) needs --staff-key-file FILE.")
	default:
		fmt.Fprintln(e.stderr, "Imports are open to this machine only: --staff-key-file FILE opens them to who has the key. Behind a proxy, whose clients look like this machine, a key is a must.")
	}
	err = s.Serve(ctx, l, c.Drain)
	stop()
	im.wait()
	return err
}

// staffKeyEnv holds the key itself.
const staffKeyEnv = "CHABIAO_STAFF_KEY"

// staffKey is the key that the operator has set; empty when there is none.
func (c *serveCmd) staffKey(e *env) (string, error) {
	key, from := os.Getenv(staffKeyEnv), staffKeyEnv
	if c.StaffKeyFile != "" {
		if key != "" {
			return "", usageError{fmt.Errorf("both %s and --staff-key-file are set; leave one out", staffKeyEnv)}
		}
		var err error
		if key, err = readKey(e, c.StaffKeyFile); err != nil {
			return "", err
		}
		from = c.StaffKeyFile
	} else if key == "" {
		return "", nil
	}
	if err := server.CheckStaffKey(key); err != nil {
		return "", usageError{fmt.Errorf("%s: %w", from, err)}
	}
	return key, nil
}

// readKey reads a file that holds a key on one line.
func readKey(e *env, path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("can't read the staff key: %w", err)
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.Mode().IsRegular() && info.Mode().Perm()&0o004 != 0 {
		fmt.Fprintf(e.stderr, "every user here can read the staff key: chmod 600 %s\n", path)
	}
	b, err := io.ReadAll(io.LimitReader(f, 4096))
	if err != nil {
		return "", fmt.Errorf("can't read the staff key: %w", err)
	}
	return strings.TrimSpace(string(b)), nil
}

// unfinished takes up the imports that did not come to their end. One that was
// being taken back goes on being so: nothing can be written before.
func (c *serveCmd) unfinished(e *env, im *importer) error {
	list, err := im.d.cat.OpenBatches(e.ctx)
	if err != nil {
		return err
	}
	for _, b := range list {
		what := c.Unfinished
		if b.State == catalogue.BatchUndoing {
			what = "undo"
		}
		switch what {
		case "keep":
			fmt.Fprintf(e.stderr, "import %d was interrupted after %d rows: go on with 'chabiao imports resume %d', or take it back with 'chabiao imports undo %d'\n", b.ID, b.Read, b.ID, b.ID)
			continue
		case "resume":
			err = im.Resume(e.ctx, b.ID)
		case "undo":
			_, err = im.Undo(e.ctx, b.ID, userName(), false)
		}
		if err != nil {
			fmt.Fprintf(e.stderr, "import %d stays interrupted: %v\n", b.ID, err)
		}
	}
	return nil
}

// loadSample imports the embedded sample into a catalogue that is empty.
func (c *serveCmd) loadSample(e *env, d *dataDir) error {
	batches, err := d.cat.Batches(e.ctx, 1)
	if err != nil || len(batches) > 0 {
		return err
	}
	dir, err := os.MkdirTemp("", "chabiao-sample-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "sample.jsonl")
	if err := os.WriteFile(path, sample.Entries(), 0o644); err != nil {
		return err
	}
	rep, err := importAndIndex(e.ctx, d, []string{path}, indexer.Options{Who: "sample"})
	if err != nil {
		return err
	}
	fmt.Fprintf(e.stderr, "The data directory was empty: loaded the embedded sample of %d well-known standards. Import your own catalogue with 'chabiao import FILE'.\n", rep.New)
	return nil
}
