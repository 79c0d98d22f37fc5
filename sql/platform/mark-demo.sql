-- The mark of a demo's own database: whatever else is in schemas fallow and platform, a demo made it and may drop it.
CREATE SCHEMA IF NOT EXISTS fallow_demo;
COMMENT ON SCHEMA fallow_demo IS 'fallow demo made the schemas fallow and platform of this database, and drops them when it begins anew';
