package container

import (
	"errors"
	"io"
	"os"
	"syscall"

	"chabiao/corpus"
)

// spool is a temporary file that is gone with its last user: its name is
// taken away at once where the system allows it.
type spool struct {
	file  *os.File
	size  int64
	named bool // the name could not be taken away yet
}

// spool copies r, of at most limit bytes, to a temporary file in dir. Nothing
// is left behind if that fails. name is for messages.
func (c *Container) spool(dir, name string, r io.Reader, limit int64) (*spool, error) {
	f, err := os.CreateTemp(dir, "chabiao-*.tmp")
	if err != nil {
		return nil, roomError(dir, name, err)
	}
	s := &spool{file: f, named: os.Remove(f.Name()) != nil}
	s.size, err = io.Copy(spoolWriter{f, dir, name}, &ctxReader{c.ctx, io.LimitReader(r, limit+1)})
	if err == nil && s.size > limit {
		err = errTooMuch(name, limit)
	}
	if err != nil {
		return nil, errors.Join(c.readError(name, err), s.Close())
	}
	return s, nil
}

// Close removes the file.
func (s *spool) Close() error {
	err := s.file.Close()
	if s.named {
		err = errors.Join(err, os.Remove(s.file.Name()))
	}
	return err
}

// spoolWriter tells errors of writing from those of reading.
type spoolWriter struct {
	f         *os.File
	dir, name string
}

func (w spoolWriter) Write(p []byte) (int, error) {
	n, err := w.f.Write(p)
	if err != nil {
		err = roomError(w.dir, w.name, err)
	}
	return n, err
}

// roomError says that temporary space is wanting.
func roomError(dir, name string, err error) error {
	for _, full := range []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG} {
		if errors.Is(err, full) {
			return corpus.Errorf(corpus.Unavailable, "no room in %s to keep %s meanwhile: %w", dir, name, err).
				WithHint("free some space there, or unpack the file yourself and import what is in it").WithZH("磁盘空间不够，%s 没有地方暂存。请腾出空间，或自行解开后导入里面的文件。", name)
		}
	}
	return corpus.Errorf(corpus.Unavailable, "can't keep %s in %s meanwhile: %w", name, dir, err).
		WithHint("see that the folder is there and may be written to").WithZH("%s 不能暂存到磁盘。请管理员检查临时文件夹是否存在、能否写入。", name)
}

func errTooMuch(name string, limit int64) error {
	return corpus.Errorf(corpus.TooLarge, "%s holds more than %d MiB unpacked", name, limit>>20).
		WithHint("if it is what you expect, unpack it yourself and import its files one by one").WithZH("%s 解开后超过 %d MiB。如果确实如此，请自行解开后逐个导入。", name, limit>>20)
}
