-- Only for a demo's own database: everything of Fallow's goes, evidence included.
DROP SCHEMA IF EXISTS fallow CASCADE
