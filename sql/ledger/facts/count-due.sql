-- How many rows are due on the business date.
SELECT count(*)
FROM fallow.account_lifecycle
WHERE due_on <= :businessDate
