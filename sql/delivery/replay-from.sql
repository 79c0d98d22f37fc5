-- Sets the cursor back to before the event. Zero rows: the cursor is there or before, so that all of it is still to be delivered.
UPDATE fallow.consumer
SET delivered_through = :event - 1
WHERE name = :consumer
    AND delivered_through >= :event
