-- The mirror: only what upstream or an import confirmed. A cache; lost, it is rebuilt.

CREATE TABLE document (
    -- The confirmed complaint. Shares its number with head.
    rid INTEGER PRIMARY KEY,
    -- Position in the hub's feed; 0 for rows of an import.
    seq INTEGER NOT NULL,
    -- Complaint.versions.head: an older version never replaces a newer one.
    version INTEGER NOT NULL,
    -- Bit n: the scope with that number holds it; bit 0: it was imported here. At 0 the row goes.
    scopes INTEGER NOT NULL,
    -- domain::Complaint as JSON.
    doc TEXT NOT NULL,
    -- The source's own row, where there is one.
    raw TEXT
) STRICT;

CREATE TABLE overlay (
    -- The complaint with this desk's waiting changes applied. A projection, rebuilt from the journal.
    rid INTEGER PRIMARY KEY,
    doc TEXT NOT NULL
) STRICT;

CREATE TABLE head (
    -- What lists, counts and maps read: the visible state (overlay where there is one, else document).
    -- rid = seconds of receipt << 29 | bits of the id: rowid order is order of receipt.
    rid INTEGER PRIMARY KEY,
    -- ComplaintId, 16 bytes.
    id BLOB NOT NULL UNIQUE,
    tracking_id TEXT NOT NULL,
    title TEXT NOT NULL,
    -- Stage::code.
    stage TEXT NOT NULL,
    -- 1 while on somebody's desk.
    open INTEGER NOT NULL,
    classification TEXT NOT NULL,
    -- Category path joined by ' > '; empty where unknown.
    category TEXT NOT NULL,
    channel TEXT NOT NULL,
    -- Deepest region code known; absent is "tanpa lokasi jelas".
    region TEXT,
    unit TEXT,
    agency TEXT,
    -- 0 normal, 1 high, 2 urgent.
    priority INTEGER NOT NULL,
    anonymous INTEGER NOT NULL,
    secret INTEGER NOT NULL,
    received_ms INTEGER NOT NULL,
    updated_ms INTEGER NOT NULL,
    -- First public reply.
    answered_ms INTEGER,
    -- Changes of this desk that wait for confirmation, and those that need a decision.
    waiting INTEGER NOT NULL,
    attention INTEGER NOT NULL,
    -- DueCache of the confirmed complaint: a cache for sorting, computed by callers.
    due_ms INTEGER,
    due_clock TEXT,
    -- 'running', 'paused' or 'met'.
    due_state TEXT,
    due_started_ms INTEGER,
    -- Next instant at which a clock of this complaint crosses a threshold.
    wake_ms INTEGER,
    -- due_ms while running, then the paused, then those with nothing due.
    due_order INTEGER NOT NULL,
    -- Hash of what the search index holds of it: the index is rewritten only when it changes.
    text_hash INTEGER NOT NULL
) STRICT;
CREATE INDEX head_tracking ON head (tracking_id);
CREATE INDEX head_due ON head (due_order, rid);
CREATE INDEX head_stage ON head (stage, due_order);
CREATE INDEX head_region ON head (region, stage, open, due_order, received_ms, answered_ms);
CREATE INDEX head_updated ON head (updated_ms);
CREATE INDEX head_wake ON head (wake_ms) WHERE wake_ms IS NOT NULL;
CREATE INDEX head_waiting ON head (rid) WHERE waiting + attention > 0;

-- Normalised words, stems and facets of what head shows; no reporter identity. Contentless: snippets are made in Rust.
CREATE VIRTUAL TABLE fts USING fts5 (
    teks, akar, facet,
    content = '', contentless_delete = 1,
    tokenize = 'unicode61 remove_diacritics 2'
);

CREATE TABLE scope (
    -- 1–62: the bit in document.scopes.
    no INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    -- Opaque to the desk; absent until the first page.
    cursor TEXT
) STRICT;

CREATE TABLE reference (
    -- Agencies, categories, templates, calendar … as the hub sent them.
    key TEXT NOT NULL PRIMARY KEY,
    version TEXT NOT NULL,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE quarantine (
    -- What could not be read: kept and shown, never dropped.
    no INTEGER PRIMARY KEY,
    -- The file or feed it came from.
    source TEXT NOT NULL,
    -- Row number or sequence within it.
    place TEXT NOT NULL,
    -- A code, worded by the screen.
    reason TEXT NOT NULL,
    raw TEXT NOT NULL,
    UNIQUE (source, place)
) STRICT;

CREATE TABLE meta (
    -- 'erase_due': erased words may still be on disk until the idle job ran.
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
