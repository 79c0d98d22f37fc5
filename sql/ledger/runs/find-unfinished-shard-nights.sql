-- Business dates on which a shard's night is not known to be over, the earliest first.
SELECT business_date
FROM fallow.shard_night
WHERE shard = :shard
    AND status NOT IN ('COMPLETED', 'ABANDONED')
ORDER BY business_date
