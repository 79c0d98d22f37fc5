-- The requests of accounts that are RECYCLED now are done. Fewer rows than accounts: one had none pending.
UPDATE fallow.cancellation AS c
SET
    ended_as = 'COMPLETED',
    ended_on = :on,
    ended_by = :by
WHERE c.account_id = ANY (CAST(:ids AS fallow.account_id[]))
    AND c.ended_as IS NULL
