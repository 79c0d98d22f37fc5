-- Runs the contract from inside a block, where COMMIT, ROLLBACK and the like are refused: all of it is kept or nothing.
DO $$
BEGIN
    EXECUTE current_setting('fallow.contract');
END
$$
