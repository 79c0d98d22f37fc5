-- A view whose columns change cannot be replaced: it is made anew, in the same transaction.
DROP VIEW IF EXISTS fallow.account_activity, fallow.account_exclusion, fallow.source_health, fallow.account_block, fallow.account_freeze
