-- Zero rows: an operator has set the cursor back meanwhile, and the batch is read again.
UPDATE fallow.consumer
SET delivered_through = :through, delivered_at = :now
WHERE name = :consumer
    AND delivered_through = :after
