-- Nights do not come from now on. Zero rows: they were paused before, or no node has served yet.
UPDATE fallow.schedule
SET
    paused_at = :now,
    paused_by = :by,
    paused_reason = :reason
WHERE paused_at IS NULL
