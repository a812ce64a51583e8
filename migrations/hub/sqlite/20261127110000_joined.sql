-- Recordings of a desk that are one with a report of the national system, by an officer's word. What everybody
-- sees of the two stands in `complaint` under the report's id; the recording stands here alone.
CREATE TABLE joined (
    recording BLOB PRIMARY KEY,
    number TEXT NOT NULL,        -- of the recording: C-…
    kept BLOB NOT NULL UNIQUE,   -- complaint.id of the report
    recording_doc TEXT NOT NULL, -- the recording as it stood, as the protocol sends it
    alone_doc TEXT NOT NULL,     -- the report as it would stand without the recording: exports go on to tell it
    at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX joined_number ON joined (number);
