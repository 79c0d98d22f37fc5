-- Property windows, latest first, with what was done through each; of one account or of all.
SELECT
    w.window_id,
    CAST(w.account_id AS text) AS account,
    w.opened_at,
    w.until,
    w.until > :now AS is_open,
    w.device,
    w.evidence,
    w.opened_by,
    ARRAY(
        SELECT u.operation || ' ' || u.reference
        FROM fallow.window_use AS u
        WHERE u.window_id = w.window_id
        ORDER BY u.use_id
    ) AS uses
FROM fallow.property_window AS w
WHERE CAST(:accountId AS text) IS NULL
    OR w.account_id = CAST(:accountId AS fallow.account_id)
ORDER BY w.window_id DESC
LIMIT 1000
