package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"chabiao/corpus"
	"chabiao/indexer"
	"chabiao/server"
)

// previewing is an importer with a preview of a file that is done.
func previewing(t *testing.T) (im *importer, id int64) {
	t.Helper()
	data := t.TempDir()
	d, err := openDataDir(t.Context(), data, "serve", nil)
	if err != nil {
		t.Fatal(err)
	}
	im = newImporter(t.Context(), d, filepath.Join(data, "uploads"))
	t.Cleanup(func() {
		im.wait()
		if err := d.close(); err != nil {
			t.Error(err)
		}
	})
	path := filepath.Join(im.uploads, "upload-1", "0", "a.csv")
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("标准号,中文名称\nGB/T 99901-2026,会说话的茶壶\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if id, err = im.Preview([]string{path}, indexer.Settings{}); err != nil {
		t.Fatal(err)
	}
	looked(t, im, id)
	return im, id
}

// looked waits for the end of a look.
func looked(t *testing.T, im *importer, id int64) server.Preview {
	t.Helper()
	for {
		p, err := im.PreviewState(id)
		if err != nil {
			t.Fatal(err)
		}
		if p.State != server.PreviewRunning {
			return p
		}
		time.Sleep(time.Millisecond)
	}
}

// TestOnlyWhatWasSeenIsImported has a preview looked at again between the
// reading of its page and the word to import it.
func TestOnlyWhatWasSeenIsImported(t *testing.T) {
	im, id := previewing(t)
	seen := looked(t, im, id).Settings
	other := indexer.Settings{Map: map[string]string{"中文名称": "abstract"}}
	if err := im.PreviewAgain(id, other); err != nil {
		t.Fatal(err)
	}
	looked(t, im, id)
	if _, err := im.ImportPreview(t.Context(), id, seen, "x"); corpus.KindOf(err) != corpus.Conflict || corpus.Chinese(err) == "" {
		t.Errorf("with settings that nobody has any more: %v", err)
	}
	im.turn.Lock() // the next look waits
	if err := im.PreviewAgain(id, other); err != nil {
		t.Fatal(err)
	}
	if _, err := im.ImportPreview(t.Context(), id, other, "x"); corpus.KindOf(err) != corpus.Conflict {
		t.Errorf("while it is looked at: %v", err)
	}
	im.turn.Unlock()
	looked(t, im, id)
	batch, err := im.ImportPreview(t.Context(), id, other, "x")
	if err != nil {
		t.Fatal(err)
	}
	// It stays to say what became of it, and is neither read nor imported twice.
	if p := looked(t, im, id); p.State != server.PreviewImported || p.Batch != batch || p.Detail != nil {
		t.Errorf("%+v", p)
	}
	again, err := im.ImportPreview(t.Context(), id, other, "x")
	if corpus.KindOf(err) != corpus.Conflict || again != 0 {
		t.Errorf("imported twice: %d %v", again, err)
	}
	if err := im.PreviewAgain(id, seen); corpus.KindOf(err) != corpus.Conflict {
		t.Errorf("looked at once more: %v", err)
	}
	if err := im.DropPreview(id); corpus.KindOf(err) != corpus.Conflict {
		t.Errorf("dropped: %v", err)
	}
	if list, err := im.d.cat.Batches(t.Context(), 5); err != nil || len(list) != 1 || list[0].ID != batch {
		t.Errorf("%d imports, %v", len(list), err)
	}
}
