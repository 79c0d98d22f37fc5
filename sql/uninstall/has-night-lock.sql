-- Whether there is a night's lock to take, so that no night begins while Fallow goes: an installation that was broken off has none.
SELECT to_regclass('fallow.night_lock') IS NOT NULL AS installed
