-- Before the barrier is taken: whoever looks at the horizon later sees it, whoever looked before holds an id that the barrier waits for.
SELECT setval('fallow.recycling_horizon', CAST(:horizon AS bigint))
