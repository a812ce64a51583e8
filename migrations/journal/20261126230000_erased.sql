-- Erasing is final: what was erased is not taken in again, from whatever file, page or copy it comes.

CREATE TABLE erased (
    -- ComplaintId, 16 bytes.
    complaint BLOB NOT NULL PRIMARY KEY,
    -- What is still to be cleared away elsewhere: SHA-256 of its attachments as a JSON array; absent
    -- once nothing of it is left.
    left_files TEXT
) STRICT, WITHOUT ROWID;
