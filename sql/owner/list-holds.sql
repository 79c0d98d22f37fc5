-- Holds, those in force on that date first; of one account or of all, with or without those that are over.
SELECT
    h.hold_id,
    CAST(h.account_id AS text) AS account,
    h.reason,
    h.detail,
    h.placed_by,
    h.placed_at,
    h.until,
    h.released_at IS NULL AND (h.until IS NULL OR h.until >= :on) AS in_force,
    h.released_by,
    h.released_for,
    h.released_at
FROM fallow.hold AS h
WHERE (CAST(:accountId AS text) IS NULL OR h.account_id = CAST(:accountId AS fallow.account_id))
    AND (:ended OR h.released_at IS NULL AND (h.until IS NULL OR h.until >= :on))
ORDER BY in_force DESC, h.hold_id DESC
LIMIT 1000
