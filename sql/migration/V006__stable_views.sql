-- The stable face of Fallow's own tables, whatever their storage.

CREATE VIEW fallow.account_status AS
SELECT
    account_id,
    state::text AS state,
    since,
    last_active_on,
    protected_on,
    clear_since,
    recycle_on,
    due_on,
    excluded_for
FROM fallow.account_lifecycle;

CREATE VIEW fallow.decision_log AS
SELECT
    account_id,
    business_date,
    from_state::text AS from_state,
    coalesce(to_state::text, 'GONE') AS to_state,
    reasons,
    policy_version,
    run_id,
    decided_at
FROM fallow.decision;
