-- The journal: only what an officer did here. Precious; never rebuilt from anywhere else.

CREATE TABLE outbox (
    -- Order of acting on this desk; never reused, also the acknowledgement watermark.
    mut_no INTEGER PRIMARY KEY AUTOINCREMENT,
    -- OpId, 16 bytes: idempotency key on the hub.
    op BLOB NOT NULL UNIQUE,
    -- ComplaintId, 16 bytes: the lane. Order holds inside one lane only.
    complaint BLOB NOT NULL,
    -- ChangeKind::code, for lists and statistics.
    kind TEXT NOT NULL,
    -- domain::Change as JSON.
    change TEXT NOT NULL,
    -- 'queued' or 'attention'. What is on the wire is known to memory only: after a crash it is queued.
    state TEXT NOT NULL CHECK (state IN ('queued', 'attention')),
    -- Attention as JSON, absent while queued.
    attention TEXT,
    created_ms INTEGER NOT NULL,
    -- End of the time for undoing; before it the op does not leave the desk.
    not_before_ms INTEGER
) STRICT;
CREATE INDEX outbox_lane ON outbox (complaint, mut_no);

CREATE TABLE op_log (
    -- What left the outbox, kept 30 days: a hub restored from an old backup heals from it.
    op BLOB NOT NULL PRIMARY KEY,
    mut_no INTEGER NOT NULL,
    complaint BLOB NOT NULL,
    kind TEXT NOT NULL,
    change TEXT NOT NULL,
    -- How it ended: 'settled' (the hub took it), 'discarded', 'withdrawn' or 'replaced' (by the officer).
    ended TEXT NOT NULL CHECK (ended IN ('settled', 'discarded', 'withdrawn', 'replaced')),
    -- The hub's outcome as JSON, absent unless settled.
    outcome TEXT,
    ended_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX op_log_ended ON op_log (ended_ms);

CREATE TABLE draft (
    -- ComplaintId, 16 bytes; zero-length for a complaint that is being recorded.
    complaint BLOB NOT NULL,
    -- 'reply', 'note', 'disposition' or 'record'.
    kind TEXT NOT NULL,
    -- What the editor holds, as JSON.
    body TEXT NOT NULL,
    saved_ms INTEGER NOT NULL,
    PRIMARY KEY (complaint, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
    -- Typed by callers; values are JSON. Also identity: 'replica', 'connection'.
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE notice (
    -- Who was told what and when: the record in a dispute. One row per complaint, clock and threshold.
    no INTEGER PRIMARY KEY,
    complaint BLOB NOT NULL,
    clock TEXT NOT NULL,
    threshold TEXT NOT NULL,
    due_ms INTEGER NOT NULL,
    told_ms INTEGER NOT NULL,
    read_ms INTEGER,
    UNIQUE (complaint, clock, threshold)
) STRICT;
CREATE INDEX notice_unread ON notice (no) WHERE read_ms IS NULL;

CREATE TABLE import (
    -- One spreadsheet that was read here; a lost mirror is rebuilt from its parts without any hub.
    no INTEGER PRIMARY KEY AUTOINCREMENT,
    -- File name without its folder.
    name TEXT NOT NULL,
    begun_ms INTEGER NOT NULL,
    -- Absent until the last part is in.
    ended_ms INTEGER,
    -- ImportCounts as JSON, absent until the end.
    counts TEXT
) STRICT;

CREATE TABLE import_part (
    import INTEGER NOT NULL REFERENCES import (no) ON DELETE CASCADE,
    part INTEGER NOT NULL,
    -- SHA-256 of the sealed file in imports/.
    sha256 BLOB NOT NULL,
    PRIMARY KEY (import, part)
) STRICT, WITHOUT ROWID;
