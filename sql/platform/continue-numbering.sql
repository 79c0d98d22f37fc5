-- Generated rows bear their account's number; what happens later is numbered on from there.
SELECT
    setval(pg_get_serial_sequence('platform.wealth_position', 'position_id'), :accounts),
    setval(pg_get_serial_sequence('platform.bank_saving', 'saving_id'), :accounts),
    setval(pg_get_serial_sequence('platform.payment_transaction', 'transaction_id'), :accounts),
    setval(pg_get_serial_sequence('platform.auto_deduction', 'deduction_id'), :accounts),
    setval(pg_get_serial_sequence('platform.micro_loan', 'loan_id'), :accounts),
    setval(pg_get_serial_sequence('platform.judicial_freeze', 'freeze_id'), :accounts),
    setval(pg_get_serial_sequence('platform.block', 'block_id'), :accounts)
