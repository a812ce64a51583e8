-- What tells one history of the hub from another, who brought what, and what stays erased.

-- A random word for every stretch of the feed that one process wrote. A place in the feed is named by
-- its number and this word: the same number in a history that went another way has another word.
CREATE TABLE breath (
    after INTEGER PRIMARY KEY, -- the word holds for the numbers above this one, up to the next row's
    word BLOB NOT NULL         -- 8 random bytes
) STRICT;
INSERT INTO breath (after, word) VALUES (0, randomblob(8));

-- The offices that imported or recorded a complaint: whose it is where the complaint itself does not say.
CREATE TABLE brought_by (
    complaint BLOB NOT NULL,
    scope TEXT NOT NULL,       -- 16 | 16.71
    PRIMARY KEY (complaint, scope)
) STRICT, WITHOUT ROWID;

-- Complaints that were erased and may never come back.
CREATE TABLE erased (
    complaint BLOB PRIMARY KEY,
    at_ms INTEGER NOT NULL     -- 0 where nobody wrote down when
) STRICT, WITHOUT ROWID;
INSERT INTO erased (complaint, at_ms) SELECT DISTINCT entity, 0 FROM change_scope WHERE kind = 2;
