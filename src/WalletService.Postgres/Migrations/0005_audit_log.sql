-- The audit log: append-only, each wallet's entries chained by their hashes.
CREATE TABLE audit_log (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at             timestamptz NOT NULL,
    action         text NOT NULL,
    wallet_id      uuid NOT NULL REFERENCES wallets (id),
    user_id        text NOT NULL,
    transaction_id uuid,
    details        jsonb NOT NULL,
    previous_hash  text NOT NULL CHECK (previous_hash ~ '^[0-9a-f]{64}$'),
    hash           text NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
    -- A wallet's chain cannot fork.
    UNIQUE (wallet_id, previous_hash)
);

CREATE INDEX audit_log_of_wallet ON audit_log (wallet_id, id);
CREATE INDEX audit_log_of_transaction ON audit_log (transaction_id) WHERE transaction_id IS NOT NULL;

CREATE FUNCTION refuse_audit_log_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit log is append-only: % is refused.', TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE ON audit_log
    FOR EACH ROW EXECUTE FUNCTION refuse_audit_log_change();
CREATE TRIGGER audit_log_no_truncate BEFORE TRUNCATE ON audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_log_change();
