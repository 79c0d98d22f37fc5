-- Whether there are alarms to read: the watchdog's tables came later than the rest, and a node may be newer than the schema.
SELECT to_regclass('fallow.alarm') IS NOT NULL AS found
