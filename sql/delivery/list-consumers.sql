SELECT name
FROM fallow.consumer
ORDER BY name
