-- The one schema that everything of Fallow's lives in; nothing is put into public.
CREATE SCHEMA IF NOT EXISTS fallow AUTHORIZATION fallow_owner;
