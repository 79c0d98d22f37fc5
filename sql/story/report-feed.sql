-- The loader of accounts reports that everything up to this evening is there.
INSERT INTO platform.feed (source, loaded_on, rows, newest)
VALUES ('account', :day, (SELECT count(*) FROM platform.account), :at)
ON CONFLICT ON CONSTRAINT feed_pk DO UPDATE
SET rows = excluded.rows,
    newest = excluded.newest
