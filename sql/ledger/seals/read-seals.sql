-- The chain, from its first link on.
SELECT seal_id, run_id, act_id, business_date, decisions, digest, previous, sealed_at, ordering
FROM fallow.seal
ORDER BY seal_id
