SELECT count(*) FROM fallow.guard
