-- How many accounts the platform has: the base of all percentages, taken once a night.
SELECT count(*) FROM fallow.account_activity
