-- Recordings that are one with a report of the national system: who opens one, by its id or its number, finds
-- the report.

CREATE TABLE joined (
    -- The report. Shares its number with head.
    rid INTEGER PRIMARY KEY,
    -- ComplaintId of the recording, 16 bytes.
    recording BLOB NOT NULL UNIQUE,
    -- The recording's own: C-…
    number TEXT NOT NULL
) STRICT;
CREATE INDEX joined_number ON joined (number);
