-- The term of these requests is over: they lapse, with the rows that were made for them and an event. What a platform transaction holds is
-- left to the next night.
WITH lapsed AS (
    UPDATE fallow.cancellation AS c
    SET
        ended_as = 'LAPSED',
        ended_on = :businessDate,
        ended_by = 'run ' || :runId
    WHERE c.account_id = ANY (CAST(:ids AS fallow.account_id[]))
        AND c.ended_as IS NULL
        AND c.expires_on < :businessDate
        AND (
            c.account_id = ANY (CAST(:locked AS fallow.account_id[]))
            OR NOT EXISTS (SELECT FROM fallow.account_lifecycle AS l WHERE l.account_id = c.account_id)
        )
    RETURNING c.account_id
),
left_without_row AS (
    DELETE FROM fallow.account_lifecycle AS l
    USING lapsed
    WHERE l.account_id = lapsed.account_id
        AND l.state = 'ACTIVE'
        AND l.owner_acted_on IS NULL
),
told AS (
    INSERT INTO fallow.event (account_id, business_date, run_id, kind)
    SELECT account_id, :businessDate, :runId, 'CANCELLATION_LAPSED'
    FROM lapsed
    ORDER BY account_id
)
SELECT count(*) FROM lapsed
