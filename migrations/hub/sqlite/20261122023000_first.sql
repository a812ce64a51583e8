-- The hub's database. Times are milliseconds since 1970 UTC; ids are the 16 bytes of a UUID.

CREATE TABLE hub (
    key TEXT PRIMARY KEY, -- id | epoch | secret | practice
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- One number for each change of any complaint, taken and given back with its transaction: no gaps.
CREATE TABLE feed_counter (
    feed INTEGER PRIMARY KEY CHECK (feed = 1),
    n INTEGER NOT NULL
) STRICT;
INSERT INTO feed_counter (feed, n) VALUES (1, 0);

CREATE TABLE complaint (
    id BLOB PRIMARY KEY,
    tracking_id TEXT NOT NULL,
    head INTEGER NOT NULL,     -- Versions::head
    doc TEXT NOT NULL,         -- the complaint as the protocol sends it, on one line
    written_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX complaint_tracking ON complaint (tracking_id);

-- Where each complaint stands in each feed: once, at its newest change. The feed is state, not a log,
-- so it never needs compaction.
CREATE TABLE change_scope (
    scope TEXT NOT NULL,       -- nat | 16 | 16.71 | ins:ID | tanpa-lokasi
    seq INTEGER NOT NULL,
    entity BLOB NOT NULL,      -- complaint.id
    kind INTEGER NOT NULL,     -- 0 upsert, 1 exit (left this scope), 2 erase (gone everywhere)
    PRIMARY KEY (scope, seq),
    UNIQUE (entity, scope)
) STRICT, WITHOUT ROWID;

CREATE TABLE officer (
    id BLOB PRIMARY KEY,
    name TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    revoked_ms INTEGER
) STRICT;

CREATE TABLE officer_scope (
    officer BLOB NOT NULL REFERENCES officer (id),
    scope TEXT NOT NULL,
    PRIMARY KEY (officer, scope)
) STRICT, WITHOUT ROWID;

CREATE TABLE token (
    hash BLOB PRIMARY KEY,     -- SHA-256 of the token; the token itself is nowhere
    officer BLOB NOT NULL REFERENCES officer (id),
    created_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What became of every operation, written with its effect. The answer to a repeat.
CREATE TABLE op_ledger (
    op_id BLOB PRIMARY KEY,
    officer BLOB NOT NULL REFERENCES officer (id),
    replica_id BLOB NOT NULL,
    complaint BLOB NOT NULL,
    body_hash BLOB NOT NULL,
    outcome TEXT NOT NULL,     -- protocol WireOutcome
    at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX op_ledger_complaint ON op_ledger (complaint);

CREATE TABLE upload (
    id BLOB PRIMARY KEY,
    officer BLOB NOT NULL REFERENCES officer (id),
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    mime TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    complete INTEGER NOT NULL DEFAULT 0,
    UNIQUE (officer, sha256)
) STRICT;

-- Files whose whole content is on disk with the right hash.
CREATE TABLE blob (
    sha256 TEXT PRIMARY KEY,
    size INTEGER NOT NULL,
    mime TEXT NOT NULL,
    created_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE blob_use (
    sha256 TEXT NOT NULL,
    complaint BLOB NOT NULL,
    PRIMARY KEY (sha256, complaint)
) STRICT, WITHOUT ROWID;

CREATE TABLE reference (
    key TEXT PRIMARY KEY,      -- shared
    json TEXT NOT NULL,        -- protocol Reference
    changed_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
