-- Clocks that hold up in a dispute: versions of calendar and rules, and what became of each notice.

CREATE TABLE calendar_version (
    -- 1 for the first; never edited, never deleted.
    version INTEGER PRIMARY KEY,
    adopted_ms INTEGER NOT NULL,
    -- The officer signed in then; empty where the desk had neither hub nor office name.
    author TEXT NOT NULL,
    reason TEXT NOT NULL,
    -- domain Reach: 'open-clocks' or 'new-clocks'.
    reach TEXT NOT NULL CHECK (reach IN ('open-clocks', 'new-clocks')),
    -- The version whose contents it brought back, absent where it is new.
    restores INTEGER,
    -- domain Calendar as JSON.
    calendar TEXT NOT NULL
) STRICT;

CREATE TABLE rules_version (
    version INTEGER PRIMARY KEY,
    adopted_ms INTEGER NOT NULL,
    author TEXT NOT NULL,
    reason TEXT NOT NULL,
    -- domain OfficeRules as JSON.
    rules TEXT NOT NULL
) STRICT;

-- What was told stands ('current'), does not hold any more because the deadline moved ('withdrawn'),
-- or was acted upon ('settled').
ALTER TABLE notice ADD COLUMN standing TEXT NOT NULL DEFAULT 'current'
    CHECK (standing IN ('current', 'withdrawn', 'settled'));
-- Absent, or when to tell it again.
ALTER TABLE notice ADD COLUMN snooze_ms INTEGER;
-- What digests and reminders say, as JSON; absent for thresholds.
ALTER TABLE notice ADD COLUMN detail TEXT;
CREATE INDEX notice_current ON notice (complaint) WHERE standing = 'current';
CREATE INDEX notice_snooze ON notice (snooze_ms) WHERE snooze_ms IS NOT NULL;

CREATE TABLE notice_event (
    -- Append-only: who was told what and when.
    no INTEGER PRIMARY KEY,
    notice INTEGER NOT NULL REFERENCES notice (no),
    at_ms INTEGER NOT NULL,
    -- shown | shown-in-digest | listed | renewed | withdrawn | settled | opened | read | snoozed | shown-again
    what TEXT NOT NULL,
    -- Until when (snoozed), due when (renewed); absent otherwise.
    until_ms INTEGER,
    who TEXT NOT NULL
) STRICT;
CREATE INDEX notice_event_notice ON notice_event (notice, no);

INSERT INTO notice_event (notice, at_ms, what, who) SELECT no, told_ms, 'listed', '' FROM notice;
