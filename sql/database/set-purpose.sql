UPDATE fallow.installation
SET
    purpose = :purpose,
    since = now()
WHERE purpose <> :purpose
