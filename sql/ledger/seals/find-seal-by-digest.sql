SELECT seal_id, run_id, act_id, business_date, decisions, digest, previous, sealed_at, ordering
FROM fallow.seal
WHERE digest = :digest
ORDER BY seal_id
LIMIT 1
