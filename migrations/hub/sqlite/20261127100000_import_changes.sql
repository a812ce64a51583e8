-- What each file did to each complaint, so that it can be looked at and taken back; and the rows it could not read.

-- The hub's own command brings files as well, and an entry may take another one back.
CREATE TABLE import_with_kind (
    id BLOB PRIMARY KEY,
    officer BLOB REFERENCES officer (id), -- none: the hub's own command
    name TEXT NOT NULL,        -- of the file, as the officer knows it
    sha256 TEXT NOT NULL,      -- of its content, which is not kept
    begun_ms INTEGER NOT NULL,
    ended_ms INTEGER,          -- none while it runs
    state TEXT NOT NULL,       -- JSON of the protocol's ImportState
    report TEXT,               -- JSON of the protocol's ImportReport: numbers and reasons, no words of any row
    kind TEXT NOT NULL,        -- export | carried | take-back
    office TEXT,               -- scope: whose export it was
    as_of TEXT,                -- JSON of provenance::AsOf: when the file was made
    kept INTEGER NOT NULL,     -- 1: import_change says all that it did
    takes_back BLOB,           -- import.id
    reason TEXT,               -- why it was taken back
    counts TEXT                -- JSON of the protocol's TakeBackCounts
) STRICT;
INSERT INTO import_with_kind
    (id, officer, name, sha256, begun_ms, ended_ms, state, report, kind, kept)
    SELECT id, officer, name, sha256, begun_ms, ended_ms, state, report, 'export', 0
    FROM import ORDER BY rowid;
DROP TABLE import;
ALTER TABLE import_with_kind RENAME TO import;
CREATE INDEX import_begun ON import (begun_ms);
-- Once is enough.
CREATE UNIQUE INDEX import_taken_back ON import (takes_back) WHERE state = '"done"';

CREATE TABLE import_change (
    n INTEGER PRIMARY KEY,     -- the order in which everything was taken in
    import BLOB NOT NULL REFERENCES import (id),
    complaint BLOB NOT NULL,   -- complaint.id, also of one that is not here any more
    tracking_id TEXT NOT NULL,
    what TEXT NOT NULL,        -- new | changed | confirmed | same; of a taking back: back | gone | stays
    stays TEXT,                -- why something of what the file told stays: worked | newer
    told INTEGER NOT NULL,     -- provenance::Fields of which it told what held then
    privacy INTEGER NOT NULL,  -- privacy::told::PrivacyTold, as a number
    worked INTEGER NOT NULL,   -- entries of the history then that no file wrote
    entry BLOB,                -- the entry that it wrote into the history
    brought INTEGER NOT NULL,  -- 1: it made the complaint its office's
    old TEXT,                  -- JSON: members of the complaint that it changed, as they stood before
    new TEXT                   -- and as it left them
) STRICT;
CREATE UNIQUE INDEX import_change_import ON import_change (import, complaint);
CREATE INDEX import_change_complaint ON import_change (complaint);

CREATE TABLE import_unreadable (
    import BLOB NOT NULL REFERENCES import (id),
    row INTEGER NOT NULL,      -- as the spreadsheet program counts
    reason TEXT NOT NULL,
    raw TEXT NOT NULL,         -- JSON: column name to words
    PRIMARY KEY (import, row)
) STRICT, WITHOUT ROWID;
