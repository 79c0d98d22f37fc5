-- Takes the given accounts' rows, in key order, if they are still in the expected state. A row that a platform transaction
-- holds is skipped: the night loses, never the payment. What they hold must be read in a LATER statement.
SELECT
    CAST(l.account_id AS text) AS account_id
FROM fallow.account_lifecycle AS l
WHERE l.account_id = ANY (CAST(:ids AS fallow.account_id[]))
    AND l.state = CAST(:state AS fallow.state)
ORDER BY l.account_id
FOR UPDATE SKIP LOCKED
