-- Publishers that follow look again.
SELECT pg_notify('fallow_event', '')
