-- The owners of these accounts came back, or the accounts vanished: their rows go. Rows a platform transaction
-- holds are skipped and stay due. An expected state that no longer holds removes nothing.
WITH given AS (
    SELECT g.account_id, g.state
    FROM unnest(CAST(:ids AS fallow.account_id[]), CAST(:states AS fallow.state[])) AS g (account_id, state)
),
locked AS (
    SELECT l.account_id, l.state
    FROM fallow.account_lifecycle AS l
    JOIN given AS g ON g.account_id = l.account_id AND g.state = l.state
    ORDER BY l.account_id
    FOR UPDATE OF l SKIP LOCKED
)
DELETE FROM fallow.account_lifecycle AS l
USING locked
WHERE l.account_id = locked.account_id
RETURNING CAST(l.account_id AS text) AS account_id
