-- The last number that an event was given, committed or not; 0 before the first.
SELECT CASE WHEN is_called THEN last_value ELSE 0 END
FROM fallow.event_seq
