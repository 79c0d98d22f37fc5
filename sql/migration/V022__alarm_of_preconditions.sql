-- The watchdog also asks what the guarantees rest on: a guard that cannot work lets the platform's writes through, and says so here.
ALTER TABLE fallow.alarm
    DROP CONSTRAINT alarm_kind_is_known,
    ADD CONSTRAINT alarm_kind_is_known CHECK (kind IN ('NIGHT_MISSING', 'TRIGGER_STUCK', 'RUN_STALLED', 'PRECONDITION_UNMET'));

ALTER TABLE fallow.event
    DROP CONSTRAINT event_kind_is_known,
    ADD CONSTRAINT event_kind_is_known CHECK (kind IN (
        'DORMANT',
        'RETURNED',
        'PROTECTED',
        'WARNED',
        'NOTIFIED',
        'RECYCLED',
        'RELEASED',
        'UNSEALED',
        'RESTORED',
        'GONE',
        'CANCELLATION_REQUESTED',
        'CANCELLATION_REVOKED',
        'CANCELLATION_LAPSED',
        'CANCELLED',
        'ERASURE_ASKED',
        'ERASURE_OVERDUE',
        'NIGHT_MISSING',
        'TRIGGER_STUCK',
        'RUN_STALLED',
        'PRECONDITION_UNMET',
        'ALARM_CLEARED')),
    DROP CONSTRAINT event_without_account_is_an_alarm,
    ADD CONSTRAINT event_without_account_is_an_alarm
        CHECK ((account_id IS NULL) = (kind IN ('NIGHT_MISSING', 'TRIGGER_STUCK', 'RUN_STALLED', 'PRECONDITION_UNMET', 'ALARM_CLEARED')));
