-- Of the blocks in force, one in two hundred is lifted.
UPDATE platform.block
SET lifted_at = platform.moment_of(:day, :zone, platform.draw(block_id, 'unblocked at'))
WHERE lifted_at IS NULL
  AND blocked_at < CAST(:day AS date)::timestamp AT TIME ZONE :zone
  AND platform.draw(block_id, 'unblocked' || (CAST(:day AS date) - date '2000-01-01')) < 0.005
