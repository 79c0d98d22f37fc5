-- Decisions of acts in SQL that wait for their seal.
SELECT count(*)
FROM fallow.platform_act AS p
JOIN fallow.decision AS d ON d.act_id = p.act_id
WHERE NOT EXISTS (SELECT FROM fallow.seal AS s WHERE s.act_id = p.act_id)
