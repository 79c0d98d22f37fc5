SELECT decisions, digest, prints
FROM fallow.seal_block
WHERE seal_id = :sealId
ORDER BY block
