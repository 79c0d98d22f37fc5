-- The later steps join the plan chunk by chunk: planned as if it were empty, each chunk would be a loop in a loop.
SELECT fallow.analyze_plan()
