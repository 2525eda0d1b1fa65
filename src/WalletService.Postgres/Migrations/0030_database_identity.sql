-- Which database this is. What a backup brings back is another one: another server, database or table, or a server whose history has forked
-- (a point in time was restored, or a standby was promoted). Then the newest transfers may be missing, and signing what seems open could pay twice.
CREATE TABLE database_identity (
    only_row    boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    -- Server, database and this table itself.
    place       text NOT NULL,
    -- The server's timeline, which each recovery to a point in time and each promotion of a standby raises.
    timeline    text NOT NULL,
    accepted_by text NOT NULL,
    accepted_at timestamptz NOT NULL
);

CREATE FUNCTION database_place() RETURNS text LANGUAGE sql STABLE AS $$
    SELECT concat_ws('/',
        (SELECT system_identifier FROM pg_control_system()),
        (SELECT oid FROM pg_database WHERE datname = current_database()),
        'public.database_identity'::regclass::oid)
$$;

CREATE FUNCTION database_timeline() RETURNS text LANGUAGE sql STABLE AS $$
    SELECT substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)
$$;

-- With its owner's rights, so that every role can ask, whatever else it may read.
CREATE FUNCTION is_restored_database(trusts_promoted_standby boolean) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT NOT EXISTS (
        SELECT FROM public.database_identity
        WHERE place = public.database_place() AND (trusts_promoted_standby OR timeline = public.database_timeline()))
$$;

INSERT INTO database_identity (place, timeline, accepted_by, accepted_at)
VALUES (database_place(), database_timeline(), 'migration', now());
