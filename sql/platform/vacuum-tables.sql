-- After a load: statistics for good plans, and visibility for scans that need only an index.
VACUUM (ANALYZE)
    platform.account,
    platform.wallet_balance,
    platform.wealth_position,
    platform.bank_saving,
    platform.payment_transaction,
    platform.auto_deduction,
    platform.micro_loan,
    platform.judicial_freeze,
    platform.block
