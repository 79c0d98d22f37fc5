-- What the zone is at each instant for this server, whose tables of zones may be older than Java's: in seconds east of UTC.
SELECT CAST(extract(epoch FROM (i.at AT TIME ZONE :zone) - (i.at AT TIME ZONE 'UTC')) AS integer) AS seconds
FROM unnest(CAST(:at AS timestamptz[])) WITH ORDINALITY AS i (at, place)
ORDER BY i.place
