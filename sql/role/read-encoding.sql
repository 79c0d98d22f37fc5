-- How the database's characters are encoded.
SELECT current_setting('server_encoding')
