-- The indexes Fallow's access needs, no more. Made after a bulk load: built at once they are smaller and cost a third.
-- Safe to repeat.

-- Newly idle accounts are a range of the last activity; those not active since their registration are found by that.
CREATE INDEX IF NOT EXISTS account_last_active_idx
    ON platform.account (last_active_at);

CREATE INDEX IF NOT EXISTS account_registered_idx
    ON platform.account (registered_at)
    WHERE last_active_at IS NULL OR last_active_at < registered_at;

-- A recycled account's handle is still its owner's. On an expression, so that recycling is no key update and cannot meet
-- the foreign-key check of a payment.
CREATE UNIQUE INDEX IF NOT EXISTS account_handle_is_unique
    ON platform.account (coalesce(handle, former_handle));

-- What is held, by account: ranges for a dense chunk, = ANY probes for a sparse one. Small, as what is over is not in it.
-- wallet_balance needs none: its primary key serves, and a predicate on balance would make every payment write an index.
CREATE INDEX IF NOT EXISTS wealth_position_held_idx
    ON platform.wealth_position (account_id)
    WHERE amount > 0;

CREATE INDEX IF NOT EXISTS bank_saving_held_idx
    ON platform.bank_saving (account_id)
    WHERE amount > 0;

CREATE INDEX IF NOT EXISTS payment_transaction_unfinished_idx
    ON platform.payment_transaction (account_id)
    WHERE finished_at IS NULL;

CREATE INDEX IF NOT EXISTS auto_deduction_set_up_idx
    ON platform.auto_deduction (account_id)
    WHERE closed_at IS NULL;

CREATE INDEX IF NOT EXISTS micro_loan_outstanding_idx
    ON platform.micro_loan (account_id)
    WHERE outstanding > 0;

CREATE INDEX IF NOT EXISTS judicial_freeze_in_force_idx
    ON platform.judicial_freeze (account_id)
    WHERE lifted_at IS NULL;

-- With those that are over: the time under them does not count as idle.
CREATE INDEX IF NOT EXISTS block_account_idx
    ON platform.block (account_id);
