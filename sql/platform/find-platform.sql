-- Whether the platform's tables are there; the feed is the last of them to be created.
SELECT to_regclass('platform.feed') IS NOT NULL
