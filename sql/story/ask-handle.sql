-- Whether somebody else may take a handle: nobody has it, nobody can still get it back, and it was not retired with its owner.
SELECT
    NOT EXISTS (SELECT FROM platform.account AS a WHERE :handle IN (a.handle, a.former_handle))
    AND NOT EXISTS (SELECT FROM platform.retired_handle AS r WHERE r.digest = platform.handle_digest(:handle)) AS free
