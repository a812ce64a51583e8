-- What a search sorts its hits by, narrow: the 50 most urgent of thousands of hits read no heads but their own.
CREATE INDEX head_sort ON head (rid, due_order);
