-- The row after a verified act of the owner: unsealed or restored. Zero rows: it was not in the expected state, and the caller fails.
UPDATE fallow.account_lifecycle
SET
    state = CAST(:toState AS fallow.state),
    since = :since,
    last_active_on = :lastActiveOn,
    owner_acted_on = :ownerActedOn,
    protected_on = CAST(:protectedOn AS date),
    clear_since = NULL,
    recycle_on = NULL,
    last_notice_on = NULL,
    notices_issued = 0,
    due_on = :dueOn,
    cohort = :cohort,
    excluded_for = '{}',
    policy_version = :policyVersion
WHERE account_id = CAST(:accountId AS fallow.account_id)
    AND state = CAST(:fromState AS fallow.state)
