-- How an attempt ended. Zero rows: another node has taken the night up since.
UPDATE fallow.firing
SET
    outcome = :outcome,
    detail = :detail,
    failures = failures + :failed,
    next_attempt_at = :nextAttemptAt
WHERE firing_id = :firingId
    AND node = :node
    AND attempts = :attempt
    AND outcome = 'RUNNING'
