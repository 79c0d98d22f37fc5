-- Acts made in SQL that wait for their seal, in the order of their numbers.
SELECT p.act_id, p.business_date
FROM fallow.platform_act AS p
WHERE NOT EXISTS (SELECT FROM fallow.seal AS s WHERE s.act_id = p.act_id)
ORDER BY p.act_id
