SELECT fallow.reattach_guards()
