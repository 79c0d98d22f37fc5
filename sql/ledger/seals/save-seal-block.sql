INSERT INTO fallow.seal_block (seal_id, block, decisions, digest, prints)
VALUES (:sealId, :block, :decisions, :digest, :prints)
