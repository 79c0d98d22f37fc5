-- Small functions of the reference platform. Safe to repeat. Each is a plain expression, so that PostgreSQL inlines it.

-- 1250 CNY is '12.50 CNY'.
CREATE OR REPLACE FUNCTION platform.money(minor_units bigint, currency text) RETURNS text
    LANGUAGE sql
    IMMUTABLE PARALLEL SAFE
AS $$
    SELECT to_char(minor_units / 100.0, 'FM999999999999990.00') || ' ' || currency
$$;

CREATE OR REPLACE FUNCTION platform.handle_digest(handle text) RETURNS bytea
    LANGUAGE sql
    STABLE PARALLEL SAFE
AS $$
    SELECT sha256(convert_to(handle, 'UTF8'))
$$;

-- Chance that is the same on every machine and PostgreSQL version, whatever the order of the work: at least 0, below 1.
CREATE OR REPLACE FUNCTION platform.draw(key bigint, about text) RETURNS double precision
    LANGUAGE sql
    IMMUTABLE PARALLEL SAFE
AS $$
    SELECT (hashint8extended(key, hashtextextended(about COLLATE "C", 0)) & 9007199254740991) / 9007199254740992.0::double precision
$$;

CREATE OR REPLACE FUNCTION platform.one_of(options text[], chance double precision) RETURNS text
    LANGUAGE sql
    IMMUTABLE PARALLEL SAFE
AS $$
    SELECT options[1 + floor(chance * cardinality(options))::integer]
$$;

-- The instant of a local day that chance falls on; never within the day's last second.
CREATE OR REPLACE FUNCTION platform.moment_of(day date, zone text, chance double precision) RETURNS timestamptz
    LANGUAGE sql
    STABLE PARALLEL SAFE
AS $$
    SELECT day::timestamp AT TIME ZONE zone + floor(chance * 82799) * interval '1 second'
$$;

-- About so many in a million accounts, drawn anew for each day and subject. Accounts are numbered from 1.
CREATE OR REPLACE FUNCTION platform.some_accounts(about text, day date, accounts bigint, per_million integer) RETURNS SETOF bigint
    LANGUAGE sql
    STABLE PARALLEL SAFE
    ROWS 1000
AS $$
    SELECT DISTINCT 1 + floor(platform.draw(n, about || (day - date '2000-01-01')) * accounts)::bigint
    FROM generate_series(1, ceil(accounts * per_million / 1000000.0)::bigint) AS n
$$;
