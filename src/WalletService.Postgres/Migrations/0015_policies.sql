-- What administrators allow. The newest version of a scope holds; none is ever changed or taken away.
CREATE TABLE policies (
    scope text NOT NULL CHECK (scope IN ('global', 'user', 'wallet')),
    subject text COLLATE "C" NOT NULL CHECK ((scope = 'global') = (subject = '')),
    version bigint NOT NULL CHECK (version > 0),
    document text NOT NULL,
    hash text NOT NULL CHECK (length(hash) = 64),
    set_by text NOT NULL,
    set_at timestamptz NOT NULL,
    PRIMARY KEY (scope, subject, version)
);

CREATE FUNCTION refuse_policy_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'versions of policies are only added';
END;
$$;

CREATE TRIGGER policies_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON policies
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_policy_change();

-- Whoever decides or signs holds this lock shared (734010: AdvisoryLocks.Policies), so that a new version holds for everything after it.
CREATE FUNCTION lock_policies() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(734010, 0);
    RETURN NULL;
END;
$$;

CREATE TRIGGER policies_lock BEFORE INSERT ON policies
    FOR EACH STATEMENT EXECUTE FUNCTION lock_policies();

-- What has left wallets, or may have: counted by the rolling windows of policies. Written with the decision, taken back when nothing moved.
CREATE TABLE spending (
    source text NOT NULL,
    asset text NOT NULL,
    amount numeric NOT NULL CHECK (amount >= 0),
    wallet_id uuid NOT NULL,
    user_id text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (source, asset)
);

CREATE INDEX spending_wallet ON spending (wallet_id, at);
CREATE INDEX spending_user ON spending (user_id, at);
CREATE INDEX spending_at ON spending USING brin (at);

-- By which policies a transfer was accepted, and its approvals.
ALTER TABLE transfers ADD COLUMN policy jsonb;

-- Since when a recipient is known.
CREATE INDEX transfers_paid_recipients ON transfers (user_id, recipient, confirmed_at) WHERE confirmed_at IS NOT NULL;
