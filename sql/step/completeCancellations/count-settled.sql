SELECT count(*)
FROM fallow.cancellation AS c
WHERE c.ended_as IS NULL
    AND c.settled_in = :runId
