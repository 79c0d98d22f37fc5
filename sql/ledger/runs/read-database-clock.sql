-- The database's own clock, where it counts; NULL: a demo or a test brings its own.
SELECT CASE i.purpose WHEN 'PRODUCTION' THEN clock_timestamp() END AS now
FROM fallow.installation AS i
