-- Accounts of which the full sweep knew too little to give them a row: they are no late arrivals when it is known.
INSERT INTO fallow.unknown_account AS u (account_id, seen_on)
SELECT k.account_id, :businessDate
FROM unnest(CAST(:ids AS fallow.account_id[])) AS k (account_id)
ORDER BY k.account_id
ON CONFLICT ON CONSTRAINT unknown_account_pk DO UPDATE
SET seen_on = excluded.seen_on
