SELECT digest
FROM fallow.seal
ORDER BY seal_id DESC
LIMIT 1
