SELECT set_config('fallow.contract', ?, true)
