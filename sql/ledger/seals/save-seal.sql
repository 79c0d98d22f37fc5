-- Chains the digest of a run or an act to the latest seal.
INSERT INTO fallow.seal (run_id, act_id, business_date, decisions, digest, previous, sealed_at, ordering)
VALUES (:runId, :actId, :businessDate, :decisions, :digest, :previous, :sealedAt, 'TEXT')
RETURNING seal_id
