-- In this transaction, until it is taken back: rows are found by indexes where there are any, so that others are not computed.
SELECT set_config('enable_seqscan', :wholeTables, true)
