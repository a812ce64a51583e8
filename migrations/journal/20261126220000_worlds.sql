-- Worlds: for which hub, and as which of its officers, everything here was written. Nothing is ever
-- offered to another one. And drafts: several of one kind, none in another's place.

CREATE TABLE world (
    no INTEGER PRIMARY KEY,
    -- HubId, 16 bytes; zero-length for what was written without any hub.
    hub BLOB NOT NULL,
    -- OfficerId, 16 bytes; zero-length without a hub.
    officer BLOB NOT NULL,
    -- For whoever decides about it: where the hub was, and the officer's name there.
    hub_url TEXT NOT NULL,
    officer_name TEXT NOT NULL,
    -- 1: nothing there is real.
    practice INTEGER NOT NULL,
    UNIQUE (hub, officer)
) STRICT;

INSERT INTO world (no, hub, officer, hub_url, officer_name, practice) VALUES (1, x'', x'', '', '', 0);

-- world.no; 0 for what was written before worlds were kept, until it is known whose it is.
ALTER TABLE outbox ADD COLUMN world INTEGER NOT NULL DEFAULT 0;
ALTER TABLE op_log ADD COLUMN world INTEGER NOT NULL DEFAULT 0;

CREATE TABLE draft_of_world (
    -- world.no
    world INTEGER NOT NULL,
    -- ComplaintId, 16 bytes; zero-length for a complaint that is being recorded.
    complaint BLOB NOT NULL,
    -- DraftKind::code
    kind TEXT NOT NULL,
    -- OpId of the change that came back as this draft, 16 bytes; zero-length for what is being written.
    source BLOB NOT NULL,
    -- What the editor holds, as JSON.
    body TEXT NOT NULL,
    saved_ms INTEGER NOT NULL,
    PRIMARY KEY (complaint, kind, world, source)
) STRICT, WITHOUT ROWID;
INSERT INTO draft_of_world (world, complaint, kind, source, body, saved_ms)
    SELECT 0, complaint, kind, x'', body, saved_ms FROM draft;
DROP TABLE draft;
ALTER TABLE draft_of_world RENAME TO draft;
