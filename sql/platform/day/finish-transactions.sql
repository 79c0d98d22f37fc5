-- Of what is unfinished, one in fifty is completed.
UPDATE platform.payment_transaction
SET status = 'completed',
    finished_at = platform.moment_of(:day, :zone, platform.draw(transaction_id, 'finishes at'))
WHERE finished_at IS NULL
  AND started_at < CAST(:day AS date)::timestamp AT TIME ZONE :zone
  AND platform.draw(transaction_id, 'finishes' || (CAST(:day AS date) - date '2000-01-01')) < 0.02
