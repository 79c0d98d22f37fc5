-- By which order a seal's decisions were digested. KEY: by the account key itself, so that for a text it was the database's collation, which
-- a restore may change. TEXT: by the bytes of the key as a text, which is the same everywhere. Whoever does not say so seals as before.
ALTER TABLE fallow.seal
    ADD COLUMN ordering text NOT NULL DEFAULT 'KEY'
        CONSTRAINT seal_ordering_is_known CHECK (ordering IN ('KEY', 'TEXT'));
