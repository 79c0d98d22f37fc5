-- Whether schema fallow is there, whole or not.
SELECT to_regnamespace('fallow') IS NOT NULL AS installed
