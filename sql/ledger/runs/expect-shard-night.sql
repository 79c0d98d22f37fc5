-- A shard's night is to be made; what is known of it already stays.
INSERT INTO fallow.shard_night (business_date, shard, status)
VALUES (:businessDate, :shard, 'EXPECTED')
ON CONFLICT ON CONSTRAINT shard_night_pk DO NOTHING
