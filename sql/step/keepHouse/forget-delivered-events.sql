SELECT fallow.forget_delivered_events(CAST(:before AS date), :atMost)
