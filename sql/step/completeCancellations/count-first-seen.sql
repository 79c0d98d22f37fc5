-- Of these accounts, how many this run has not looked at before: they have none of the traces that outcomes are counted from.
SELECT count(*)
FROM unnest(CAST(:ids AS fallow.account_id[])) AS k (account_id)
WHERE NOT EXISTS (
        SELECT
        FROM fallow.decision AS d
        WHERE d.account_id = k.account_id
            AND d.business_date = :businessDate
            AND d.run_id = :runId
    )
    AND NOT EXISTS (SELECT FROM fallow.plan AS p WHERE p.run_id = :runId AND p.account_id = k.account_id)
    AND NOT EXISTS (SELECT FROM fallow.set_aside AS s WHERE s.run_id = :runId AND s.account_id = k.account_id)
    AND NOT EXISTS (SELECT FROM fallow.notice AS n WHERE n.account_id = k.account_id AND n.run_id = :runId)
