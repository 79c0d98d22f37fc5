-- Which parts of the schema there are to read from: those of delivery and of the schedule came later than the rest, and a node may be newer
-- than the schema.
SELECT
    to_regclass('fallow.consumer') IS NOT NULL AS delivery,
    to_regclass('fallow.alarm') IS NOT NULL AS schedule
