-- What is frozen now, and signs nothing. Wallets that their owners have frozen are not here: their own row says so.
CREATE TABLE freezes (
    scope     text NOT NULL CHECK (scope IN ('everything', 'user', 'caller', 'mint', 'wallet')),
    -- The user, caller, mint or wallet; empty for everything.
    subject   text NOT NULL CHECK (length(subject) <= 128 AND (scope = 'everything') = (subject = '')),
    reason    text NOT NULL CHECK (length(reason) BETWEEN 1 AND 256),
    -- The calling service that ordered it, or the database user of the operator who did.
    frozen_by text NOT NULL DEFAULT 'database user ' || session_user,
    frozen_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (scope, subject)
);

-- Whoever is about to sign has the lock shared from before looking here until the permission is committed. Taking it alone, a freeze waits
-- for the permissions that are being given, and keeps others waiting until it is committed: none is given later that missed it. As a
-- trigger, so that a freeze by hand can't forget it. 734004: AdvisoryLocks.Freezes.
CREATE FUNCTION lock_out_signing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(734004, 0);
    RETURN NULL;
END
$$;

CREATE TRIGGER freezes_lock_out_signing BEFORE INSERT OR UPDATE ON freezes
    FOR EACH STATEMENT EXECUTE FUNCTION lock_out_signing();
