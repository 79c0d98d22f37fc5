-- Of accounts whose lifecycle rows are locked, those whose request is still pending: revoking takes the lifecycle row first too.
SELECT CAST(c.account_id AS text) AS account_id
FROM fallow.cancellation AS c
WHERE c.account_id = ANY (CAST(:ids AS fallow.account_id[]))
    AND c.ended_as IS NULL
    AND c.settled_in = :runId
ORDER BY c.account_id
FOR UPDATE
