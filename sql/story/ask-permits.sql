-- What the platform asks before it lets an owner do something.
SELECT allowed, reason, until
FROM fallow.permits(:account, :operation, :at)
