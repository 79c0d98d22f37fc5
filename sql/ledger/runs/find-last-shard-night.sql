-- The latest business date of all shards.
SELECT max(business_date)
FROM fallow.shard_night
