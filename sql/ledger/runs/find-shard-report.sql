-- What a shard's night did, as the control database was told.
SELECT CAST(report AS text)
FROM fallow.shard_night
WHERE business_date = :businessDate
    AND shard = :shard
    AND status = 'COMPLETED'
