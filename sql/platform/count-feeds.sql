-- No feed: the generator did not come to its end.
SELECT count(*)
FROM platform.feed
