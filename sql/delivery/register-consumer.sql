-- A consumer that was never published to begins with the first event there is.
INSERT INTO fallow.consumer (name)
VALUES (:consumer)
ON CONFLICT ON CONSTRAINT consumer_pk DO NOTHING
