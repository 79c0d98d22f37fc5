-- After a bulk step: a run's decisions are read in the order of their key, for which the planner must know how many they are.
SELECT fallow.analyze_decisions(:businessDate)
