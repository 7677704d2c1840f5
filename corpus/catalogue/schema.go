package catalogue

import (
	"context"
	"database/sql"
	"fmt"

	"chabiao/corpus"
)

// migrations bring the schema from version i to i+1. They are never changed
// once released: a new version is a new element.
var migrations = []string{
	`
-- one row: what holds for the whole catalogue
CREATE TABLE state (revision INTEGER NOT NULL, entries INTEGER NOT NULL);
INSERT INTO state VALUES (0, 0);

-- the entry as it is now; row is its number in the index
CREATE TABLE entry (
  row      INTEGER PRIMARY KEY,
  key      TEXT NOT NULL UNIQUE,        -- number.Number.Key: one document, one key
  id       TEXT NOT NULL UNIQUE,
  revision INTEGER NOT NULL,            -- of the last change
  batch    INTEGER NOT NULL,            -- of the last change
  line     INTEGER NOT NULL,            -- the row within that batch
  block    INTEGER NOT NULL,            -- the source_block that holds that row
  deleted  INTEGER NOT NULL DEFAULT 0,  -- taken back; kept so that the index learns of it
  record   BLOB NOT NULL
);
CREATE INDEX entry_revision ON entry (revision);

-- older versions of entries
CREATE TABLE version (
  row      INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  batch    INTEGER NOT NULL,
  line     INTEGER NOT NULL,
  block    INTEGER NOT NULL,
  deleted  INTEGER NOT NULL,
  record   BLOB NOT NULL,
  PRIMARY KEY (row, revision)
) WITHOUT ROWID;

-- relations by the standard they point at; those that leave an entry stand in its record
CREATE TABLE edge (
  target TEXT NOT NULL,                 -- key of the other standard, in the catalogue or not
  kind   INTEGER NOT NULL,              -- corpus.RelationKind
  row    INTEGER NOT NULL,              -- the entry that states it
  PRIMARY KEY (target, kind, row)
) WITHOUT ROWID;

CREATE TABLE batch (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  state     TEXT NOT NULL,              -- running, done, failed, interrupted
  who       TEXT NOT NULL,
  started   TEXT NOT NULL,
  finished  TEXT NOT NULL DEFAULT '',
  files     TEXT NOT NULL,              -- JSON: names, sizes, SHA-256
  error     TEXT NOT NULL DEFAULT '',
  read      INTEGER NOT NULL DEFAULT 0,
  new       INTEGER NOT NULL DEFAULT 0,
  changed   INTEGER NOT NULL DEFAULT 0,
  unchanged INTEGER NOT NULL DEFAULT 0,
  rejected  INTEGER NOT NULL DEFAULT 0,
  warnings  INTEGER NOT NULL DEFAULT 0,
  revision  INTEGER NOT NULL DEFAULT 0  -- reached by the batch so far
);

-- rows of the files as they were, those that changed something, many in a block
CREATE TABLE source_block (
  id    INTEGER PRIMARY KEY,
  batch INTEGER NOT NULL,
  data  BLOB NOT NULL                   -- zstd
);

-- rows that were not taken
CREATE TABLE reject (
  batch  INTEGER NOT NULL,
  line   INTEGER NOT NULL,              -- number of the row in the batch
  file   TEXT NOT NULL,
  at     INTEGER NOT NULL,              -- line in the file, from 1
  reason TEXT NOT NULL,
  raw    BLOB NOT NULL,                 -- the row as it was
  PRIMARY KEY (batch, line)
) WITHOUT ROWID;
`,
	`
-- deliveries: which source, how, and what is needed to go on after a crash
ALTER TABLE batch ADD COLUMN source    TEXT NOT NULL DEFAULT '';       -- name of the source; '' when none was named
ALTER TABLE batch ADD COLUMN mode      TEXT NOT NULL DEFAULT 'update'; -- update, replace, undo
ALTER TABLE batch ADD COLUMN options   TEXT NOT NULL DEFAULT '';       -- JSON, the importer's
ALTER TABLE batch ADD COLUMN paths     TEXT NOT NULL DEFAULT '';       -- JSON: where its files lie
ALTER TABLE batch ADD COLUMN vanished  INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batch ADD COLUMN removed   INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batch ADD COLUMN reopened  INTEGER NOT NULL DEFAULT 0;     -- its files are laid once more: rows that stand count as they did

-- undo: a batch of mode undo takes back the effect of another batch (undoes), which may be such a batch itself;
-- root is the import at the end of that chain
ALTER TABLE batch ADD COLUMN undoes    INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batch ADD COLUMN undone_by INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batch ADD COLUMN root      INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batch ADD COLUMN dead      INTEGER NOT NULL DEFAULT 0;     -- of an import: what it changed does not count at present
ALTER TABLE batch ADD COLUMN turned_by INTEGER NOT NULL DEFAULT 0;     -- of an import: the newest undo batch that turned dead over
ALTER TABLE batch ADD COLUMN was       TEXT NOT NULL DEFAULT '';       -- of an import: its state before it was taken back
ALTER TABLE batch ADD COLUMN cursor    INTEGER NOT NULL DEFAULT 0;     -- of an undo: the entry's row that it has reached
CREATE INDEX batch_state ON batch (state);

-- what a batch touched
CREATE INDEX entry_batch ON entry (batch);
CREATE INDEX version_batch ON version (batch, row);

CREATE TABLE source (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);

-- which source's deliveries hold an entry: the newest line of a batch that is not dead says
CREATE TABLE holding (
  source INTEGER NOT NULL,
  row    INTEGER NOT NULL,
  batch  INTEGER NOT NULL,
  at     INTEGER NOT NULL,              -- revision; orders the lines of an entry
  gone   INTEGER NOT NULL,              -- 1: it vanished from the source
  PRIMARY KEY (source, row, batch)
) WITHOUT ROWID;

CREATE TABLE report (batch INTEGER PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE mapping (name TEXT PRIMARY KEY, saved TEXT NOT NULL, data BLOB NOT NULL) WITHOUT ROWID;
`,
	`
-- why a batch failed, for who reads Chinese
ALTER TABLE batch ADD COLUMN error_zh TEXT NOT NULL DEFAULT '';
`,
	`
-- why a row was refused, for who reads Chinese; rows from before have both languages in reason
ALTER TABLE reject ADD COLUMN reason_zh TEXT NOT NULL DEFAULT '';
`,
}

func schemaVersion(db *sql.DB) (int, error) {
	n, err := queryInt(context.Background(), db, `PRAGMA user_version`)
	return int(n), err
}

func migrate(db *sql.DB) error {
	version, err := schemaVersion(db)
	if err != nil {
		return err
	}
	if version > len(migrations) {
		return corpus.Errorf(corpus.Conflict, "catalogue has schema %d, newer than this program's %d", version, len(migrations)).
			WithHint("use the version of chabiao that wrote it, or a newer one")
	}
	for ; version < len(migrations); version++ {
		tx, err := db.Begin()
		if err != nil {
			return err
		}
		_, err = tx.Exec(migrations[version] + fmt.Sprintf("; PRAGMA user_version = %d", version+1))
		if err == nil {
			err = tx.Commit()
		}
		if err != nil {
			tx.Rollback()
			return fmt.Errorf("migrate catalogue to schema %d: %w", version+1, err)
		}
	}
	return nil
}
