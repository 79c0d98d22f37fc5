-- How complete and fresh each input says it is, and what the last completed run saw of it.
SELECT
    h.source,
    h.rows,
    h.newest,
    before.rows AS rows_before
FROM fallow.source_health AS h
LEFT JOIN fallow.run_source AS before
    ON before.source = h.source
    AND before.run_id = (
        SELECT run_id
        FROM fallow.run
        WHERE status = 'COMPLETED'
        ORDER BY business_date DESC
        LIMIT 1
    )
ORDER BY h.source
