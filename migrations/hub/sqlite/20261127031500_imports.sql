-- Files of the national system that officers brought: who, what, when, and what it did.
CREATE TABLE import (
    id BLOB PRIMARY KEY,
    officer BLOB NOT NULL REFERENCES officer (id),
    name TEXT NOT NULL,        -- of the file, as the officer knows it
    sha256 TEXT NOT NULL,      -- of its content, which is not kept
    begun_ms INTEGER NOT NULL,
    ended_ms INTEGER,          -- none while it runs
    state TEXT NOT NULL,       -- JSON of the protocol's ImportState
    report TEXT                -- JSON of the protocol's ImportReport: numbers and reasons, no words of any row
) STRICT;
CREATE INDEX import_begun ON import (begun_ms);
