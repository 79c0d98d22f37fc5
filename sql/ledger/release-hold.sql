-- Ends a hold. Zero rows: there is no such hold in force.
UPDATE fallow.hold
SET
    released_by = :by,
    released_at = now()
WHERE hold_id = :holdId
    AND released_at IS NULL
