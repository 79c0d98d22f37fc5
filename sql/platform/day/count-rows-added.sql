-- What a source gained on the day.
UPDATE platform.feed
SET rows = rows + :added
WHERE source = :source
  AND loaded_on = :day
