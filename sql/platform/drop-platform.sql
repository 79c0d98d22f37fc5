-- Removes the reference platform and what was made on it: for a demo that begins anew, never for an adopter's own schema.
DROP SCHEMA IF EXISTS platform CASCADE
