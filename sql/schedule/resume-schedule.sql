-- Nights come again, those from now on. Zero rows: they were not paused, or by somebody else than the given one.
UPDATE fallow.schedule
SET
    since = :now,
    paused_at = NULL,
    paused_by = NULL,
    paused_reason = NULL
WHERE paused_at IS NOT NULL
    AND (CAST(:pausedBy AS text) IS NULL OR paused_by = :pausedBy)
