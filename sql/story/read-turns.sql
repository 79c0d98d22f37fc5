-- What a night did to each account of a story: its transitions, its notice, or what keeps it.
SELECT turns.account_id, turns.turn
FROM (
    SELECT
        d.account_id,
        d.decided_at,
        d.to_state = 'PROTECTED' AS later,
        d.from_state || ' → ' || coalesce(d.to_state, 'gone') || ' (' || array_to_string(d.reasons, ', ') || ')' AS turn
    FROM fallow.decision_log AS d
    WHERE d.business_date = :date
        AND d.run_id IS NOT NULL
    UNION ALL
    SELECT n.account_id, NULL, true, 'notice ' || n.number || ' goes out: to be recycled on ' || n.recycle_on
    FROM fallow.notice AS n
    WHERE n.issued_on = :date
    UNION ALL
    SELECT l.account_id, NULL, true, 'stays ' || l.state || '; kept by ' || array_to_string(l.excluded_for, ', ')
    FROM fallow.account_lifecycle AS l
    JOIN fallow.run AS r ON r.run_id = l.run_id
    WHERE r.business_date = :date
        AND l.excluded_for <> '{}'
        AND l.since < :date
) AS turns
ORDER BY turns.account_id, turns.decided_at, turns.later
