-- Dates are decided by the machine's clock and told by the database's: five minutes apart is a clock that is wrong. A demo or a test brings
-- its own.
SELECT
    'the clock of this machine' AS subject,
    format('says %s and the database''s says %s',
        to_char(CAST(:now AS timestamptz) AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"'),
        to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"')) AS found,
    'set the one that is wrong, by NTP' AS cure
FROM fallow.installation AS i
WHERE i.purpose = 'PRODUCTION'
    AND abs(extract(epoch FROM clock_timestamp() - CAST(:now AS timestamptz))) > 300
