-- What became of each account on a date, notices last.
SELECT d.account_id, d.from_state || ' → ' || coalesce(d.to_state, 'gone') || ' (' || array_to_string(d.reasons, ', ') || ')' AS turn
FROM fallow.decision_log AS d
WHERE d.business_date = :date
    AND d.run_id IS NOT NULL
UNION ALL
SELECT n.account_id, 'notice ' || n.number || ' goes out: to be recycled on ' || n.recycle_on
FROM fallow.notice AS n
WHERE n.issued_on = :date
