-- Tells apply_release whether the handles of the accounts it is given may be taken by others: current_setting('fallow.reuse_handle').
SELECT set_config('fallow.reuse_handle', :reuse, true)
