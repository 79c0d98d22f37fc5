-- How many late arrivals of the run somebody let in; NULL: nobody has.
SELECT late_accepted FROM fallow.run WHERE run_id = :runId
