SELECT delivered_through
FROM fallow.consumer
WHERE name = :consumer
