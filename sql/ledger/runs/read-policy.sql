SELECT policy
FROM fallow.policy_version
WHERE version = :version
