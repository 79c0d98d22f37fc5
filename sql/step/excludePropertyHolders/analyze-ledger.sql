-- After a bulk step: plans made for a small table cost five times on the grown one.
SELECT fallow.analyze_ledger()
