-- The ledger keeps what was decided, not the complaint as it was then: a repeat reads the complaint
-- anew. Copies of complaints made the ledger many times larger than everything else.

UPDATE op_ledger SET outcome = json_remove(outcome, '$.complaint')
WHERE json_valid(outcome) AND json_type(outcome, '$.complaint') IS NOT NULL;
