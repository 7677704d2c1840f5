package container

import (
	"bytes"
	"context"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"testing"

	"chabiao/corpus"
)

// TestNoRoom stands for a full disk by the limit on the size of files: writing
// ends with EFBIG where it would with ENOSPC.
func TestNoRoom(t *testing.T) {
	signal.Ignore(syscall.SIGXFSZ)
	var old syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &old); err != nil {
		t.Skip(err)
	}
	data := bytes.Repeat([]byte("number\n"), 1<<18)
	c, err := open(t, "a.gz", gz(t, data), Options{})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 1 << 20, Max: old.Max}); err != nil {
		t.Skip(err)
	}
	_, openErr := Open(context.Background(), "-", Options{Stdin: bytes.NewReader(data), TempDir: dir})
	_, _, _, atErr := c.Files()[0].ReaderAt(dir)
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &old); err != nil {
		t.Fatal(err)
	}
	checkError(t, openErr, corpus.Unavailable, "no room in")
	checkError(t, atErr, corpus.Unavailable, "no room in")
	checkEmpty(t, dir)
}

// TestPipe reads a named pipe, which can be read but once, as a file.
func TestPipe(t *testing.T) {
	path, dir := filepath.Join(t.TempDir(), "pipe"), t.TempDir()
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skip(err)
	}
	data := zipOf(t, member{"a.csv", []byte("x,y")})
	written := make(chan error, 1)
	go func() { written <- os.WriteFile(path, data, 0o600) }()
	c, err := Open(context.Background(), path, Options{TempDir: dir})
	if err != nil {
		t.Fatal(err)
	}
	checkEmpty(t, dir)
	if got := contents(t, c); len(got) != 1 || got[0] != "pipe/a.csv=x,y" {
		t.Errorf("%q", got)
	}
	checkSum(t, c, data)
	if err := c.Close(); err != nil {
		t.Error(err)
	}
	if err := <-written; err != nil {
		t.Error(err)
	}
}
