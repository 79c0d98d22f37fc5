-- Whether whoever writes events is to wake publishers.
UPDATE fallow.consumer
SET is_followed = :followed
WHERE name = :consumer
    AND is_followed <> :followed
