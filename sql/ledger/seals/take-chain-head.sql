-- Whoever seals waits here until the one before has committed, however long: the session's short lock_timeout is for rows that a payment
-- may hold, and would fail an owner for a night's sake. Taken last in a transaction, so that it is held briefly and waits for nothing.
-- The head must be read in a LATER statement.
LOCK TABLE fallow.chain_lock IN EXCLUSIVE MODE
