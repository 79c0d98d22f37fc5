-- Takes the accounts' lifecycle rows, in key order, whatever their state; those that a platform transaction holds are skipped. What the
-- accounts hold must be read in a LATER statement.
SELECT CAST(l.account_id AS text) AS account_id
FROM fallow.account_lifecycle AS l
WHERE l.account_id = ANY (CAST(:ids AS fallow.account_id[]))
ORDER BY l.account_id
FOR UPDATE SKIP LOCKED
