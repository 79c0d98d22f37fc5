-- Chains the run's digest to the latest seal.
INSERT INTO fallow.seal (run_id, decisions, digest, previous)
VALUES (:runId, :decisions, :digest, :previous)
RETURNING seal_id
