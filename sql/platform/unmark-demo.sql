-- Whoever installs a contract makes the database theirs: no demo begins anew in it.
DROP SCHEMA IF EXISTS fallow_demo
