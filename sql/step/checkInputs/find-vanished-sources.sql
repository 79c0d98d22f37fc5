-- Sources that the last completed run had and that report nothing tonight.
SELECT before.source
FROM fallow.run_source AS before
WHERE before.run_id = (
        SELECT run_id
        FROM fallow.run
        WHERE status = 'COMPLETED'
        ORDER BY business_date DESC
        LIMIT 1
    )
    AND NOT EXISTS (SELECT FROM fallow.source_health AS h WHERE h.source = before.source)
ORDER BY before.source
