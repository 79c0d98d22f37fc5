-- Of the freezes in force, one in two hundred is lifted.
UPDATE platform.judicial_freeze
SET lifted_at = platform.moment_of(:day, :zone, platform.draw(freeze_id, 'thawed at'))
WHERE lifted_at IS NULL
  AND frozen_at < CAST(:day AS date)::timestamp AT TIME ZONE :zone
  AND platform.draw(freeze_id, 'thawed' || (CAST(:day AS date) - date '2000-01-01')) < 0.005
