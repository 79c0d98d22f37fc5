-- Keeps nights away while Fallow goes, until our session ends: their own lock, where there is one yet. False: one has it.
SELECT to_regclass('fallow.night_lock') IS NOT NULL AS installed
