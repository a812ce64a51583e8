-- Clocks are kept one by one beside their complaint; what head sorts by follows from them.

CREATE TABLE clock (
    -- One clock of a confirmed complaint that a rule judges (domain::sla::KeptClock), of one recorded here
    -- until it is confirmed. Written in the complaint's transaction. Shares its number with head.
    rid INTEGER NOT NULL,
    -- Position in the policy's order, from 0.
    no INTEGER NOT NULL,
    -- ClockKind::code.
    clock TEXT NOT NULL,
    started_ms INTEGER NOT NULL,
    due_ms INTEGER NOT NULL,
    -- Absent where it is not met, or nobody knows when it was.
    met_ms INTEGER,
    -- ClockState::code, never 'overdue': that depends on the time of asking.
    state TEXT NOT NULL,
    -- What judged it, policy/version; empty where it was taken over from head and not judged anew yet.
    rule TEXT NOT NULL,
    -- 1 where it would be due on another day, were its file written in another zone than the one assumed.
    hangs_on_zone INTEGER NOT NULL,
    PRIMARY KEY (rid, no)
) STRICT, WITHOUT ROWID;

-- Whether head's own deadline hangs on the zone, for badges.
ALTER TABLE head ADD COLUMN due_zone INTEGER NOT NULL DEFAULT 0;

-- Older rows know the clock they are sorted by. Lists stay as they are until all are judged anew.
INSERT INTO clock (rid, no, clock, started_ms, due_ms, met_ms, state, rule, hangs_on_zone)
SELECT rid, 0, due_clock, due_started_ms, due_ms, NULL,
       CASE due_state WHEN 'paused' THEN 'paused' ELSE 'running' END, '', 0
FROM head WHERE due_ms IS NOT NULL;

-- Asks whoever opens the mirror next to judge every complaint anew.
INSERT OR REPLACE INTO meta (key, value) SELECT 'judge_anew', '1' WHERE EXISTS (SELECT 1 FROM head);
