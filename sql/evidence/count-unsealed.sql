-- Decisions of runs that are not over yet: they are sealed when their run completes or is abandoned.
SELECT count(*)
FROM fallow.decision AS d
JOIN fallow.run AS r ON r.run_id = d.run_id
LEFT JOIN fallow.seal AS s ON s.run_id = d.run_id
WHERE s.seal_id IS NULL
