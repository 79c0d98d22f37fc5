-- What other shards do on a business date: what they did, or as long as that is not known what they planned.
SELECT
    shard,
    coalesce(protected_count, planned_protected, 0) AS protected_count,
    coalesce(recycled_count, planned_recycled, 0) AS recycled_count,
    coalesce(accounts, 0) AS accounts
FROM fallow.shard_night
WHERE business_date = :businessDate
    AND shard <> :shard
ORDER BY shard
