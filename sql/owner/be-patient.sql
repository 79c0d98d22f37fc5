-- For a person's single act: rather wait for a chunk of the night to end than refuse.
SELECT set_config('lock_timeout', '10s', true)
