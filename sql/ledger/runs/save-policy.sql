-- The version of a policy: a new one for a text never seen, else the one it had.
WITH added AS (
    INSERT INTO fallow.policy_version (digest, policy, window_open_for, window_reopen, window_cooldown,
        zone, cancellation_term, unseal_max_attempts, unseal_within)
    VALUES (:digest, :policy, make_interval(secs => :windowOpenFor), :windowReopen, make_interval(secs => :windowCooldown),
        :zone, CAST(:cancellationTerm AS interval), :unsealMaxAttempts, make_interval(secs => :unsealWithin))
    ON CONFLICT ON CONSTRAINT policy_version_digest_is_unique DO NOTHING
    RETURNING version
)
SELECT version FROM added
UNION ALL
SELECT version FROM fallow.policy_version WHERE digest = :digest
LIMIT 1
