-- The decision and the event of an owner's act, with the evidence it was verified by.
WITH decided AS (
    INSERT INTO fallow.decision (account_id, business_date, from_state, to_state, policy_version, reasons, evidence)
    VALUES (
        CAST(:accountId AS fallow.account_id), :since, CAST(:fromState AS fallow.state), CAST(:toState AS fallow.state), :policyVersion,
        ARRAY[CAST(:event AS text)], :evidence
    )
)
INSERT INTO fallow.event (account_id, business_date, effective_on, kind)
VALUES (CAST(:accountId AS fallow.account_id), :since, :dueOn, :event)
