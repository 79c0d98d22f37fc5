SELECT fallow.make_decision_partition(:businessDate)
