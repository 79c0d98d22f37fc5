-- Ends a hold; its row stays. Zero rows: there is no such hold, or it was ended before.
UPDATE fallow.hold
SET
    released_by = :by,
    released_for = :why,
    released_at = now()
WHERE hold_id = :holdId
    AND released_at IS NULL
