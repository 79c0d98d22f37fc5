-- A shard does not answer. Numbers that it had planned stay: nobody knows how much of them it has done.
UPDATE fallow.shard_night
SET
    status = 'DOWN',
    problem = :problem,
    changed_at = now()
WHERE business_date = :businessDate
    AND shard = :shard
    AND status NOT IN ('COMPLETED', 'ABANDONED')
