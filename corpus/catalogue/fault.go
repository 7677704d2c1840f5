package catalogue

import (
	"errors"
	"fmt"

	"chabiao/corpus"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// wrapFault adds what was being done to *errp and sorts SQLite's failures by
// what the operator can do about them. Meant for defer; nil stays nil. Where
// an error comes out of a transaction, that has been rolled back: nothing is
// half written.
func wrapFault(errp *error, format string, args ...any) {
	if *errp == nil {
		return
	}
	*errp = fault(fmt.Errorf("%s: %w", fmt.Sprintf(format, args...), *errp))
}

// fault gives an error of SQLite its kind; any other error comes back as is.
func fault(err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return err
	}
	out := &corpus.Error{Kind: corpus.Internal, Msg: err.Error(), Err: err}
	switch e.Code() & 0xff { // the low byte: extended codes only say where
	case sqlite3.SQLITE_FULL:
		return retryable(out, "the disk or its quota is full: free some space, then go on", "磁盘或配额已满。请腾出空间后继续。")
	case sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN:
		return retryable(out, "the disk does not answer as it should: check its space, its state and its mount, then go on", "磁盘没有正常应答。请检查空间、状态和挂载后继续。")
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return retryable(out, "another process writes to the catalogue: wait until it is done, then go on", "别的程序正在写目录。请等它结束后继续。")
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM:
		return out.WithHint("the catalogue's file can't be written: check the rights of the data directory").WithZH("目录文件不能写入。请管理员检查数据目录的权限。")
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return out.WithHint("the catalogue's file is damaged: put back a copy of the data directory").WithZH("目录文件已损坏。请管理员用备份恢复数据目录。")
	}
	return err
}

func retryable(e *corpus.Error, hint, zh string) error {
	e.Kind = corpus.Unavailable
	return e.WithHint("%s", hint).WithZH("%s", zh)
}
