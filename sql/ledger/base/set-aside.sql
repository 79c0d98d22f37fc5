-- Puts a poison account aside, with what went wrong; the same account in the same run is put aside once.
-- Says whether the run had no other trace of the account: only then is it yet to be counted as scanned.
INSERT INTO fallow.set_aside (run_id, account_id, step, sqlstate, error)
VALUES (:runId, CAST(:accountId AS fallow.account_id), :step, :sqlstate, :error)
ON CONFLICT ON CONSTRAINT set_aside_pk DO NOTHING
RETURNING NOT (
    EXISTS (SELECT FROM fallow.account_lifecycle AS l WHERE l.account_id = set_aside.account_id AND l.run_id = :runId)
    OR EXISTS (SELECT FROM fallow.plan AS p WHERE p.account_id = set_aside.account_id AND p.run_id = :runId)
)
