-- A chunk only commits while its run still belongs to this process: a takeover raises the token and waits for this share lock.
SELECT run_id
FROM fallow.run
WHERE run_id = :runId
    AND token = :token
    AND status = 'RUNNING'
FOR SHARE
