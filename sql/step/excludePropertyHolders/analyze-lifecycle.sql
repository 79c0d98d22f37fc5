-- After a sweep that may have entered many: plans made for a small table cost five times on the grown one.
SELECT fallow.analyze_lifecycle()
