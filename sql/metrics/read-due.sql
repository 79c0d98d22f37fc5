-- How many accounts are due today, up to a limit, and since when the oldest of them is. Both go along the index on due_on: in order, so
-- that no plan reads the table instead, however many are due.
SELECT
    (
        SELECT count(*)
        FROM (
            SELECT l.due_on
            FROM fallow.account_lifecycle AS l
            WHERE l.due_on <= :today
            ORDER BY l.due_on
            LIMIT :atMost
        ) AS due
    ) AS accounts,
    (
        SELECT min(l.due_on)
        FROM fallow.account_lifecycle AS l
        WHERE l.due_on <= :today
    ) AS oldest
