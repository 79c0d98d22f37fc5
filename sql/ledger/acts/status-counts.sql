-- How many accounts stand where, and how many of them are due.
SELECT
    CAST(state AS text) AS state,
    count(*) AS accounts,
    count(*) FILTER (WHERE due_on <= :businessDate) AS due
FROM fallow.account_lifecycle
GROUP BY state
ORDER BY state
