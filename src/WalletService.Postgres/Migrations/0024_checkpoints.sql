-- Signed statements of how far every chain of the audit log had come. Append-only, like the log.
CREATE TABLE audit_checkpoints (
    number        bigint PRIMARY KEY CHECK (number > 0),
    at            timestamptz NOT NULL,
    previous_hash text NOT NULL CHECK (previous_hash ~ '^[0-9a-f]{64}$'),
    head_count    bigint NOT NULL CHECK (head_count >= 0),
    heads_hash    text NOT NULL CHECK (heads_hash ~ '^[0-9a-f]{64}$'),
    key_version   text NOT NULL,
    public_key    text NOT NULL,
    -- Ed25519, base58.
    signature     text NOT NULL
);

-- The heads of the chains that had grown since the checkpoint before.
CREATE TABLE audit_checkpoint_heads (
    -- A wallet's id, or 'service'.
    chain      text COLLATE "C" NOT NULL,
    checkpoint bigint NOT NULL REFERENCES audit_checkpoints (number),
    head       text NOT NULL CHECK (head ~ '^[0-9a-f]{64}$'),
    PRIMARY KEY (chain, checkpoint)
);

CREATE INDEX audit_checkpoint_heads_in_order ON audit_checkpoint_heads (checkpoint, chain);

CREATE TRIGGER audit_checkpoints_append_only BEFORE UPDATE OR DELETE ON audit_checkpoints
    FOR EACH ROW EXECUTE FUNCTION refuse_audit_log_change();
CREATE TRIGGER audit_checkpoints_no_truncate BEFORE TRUNCATE ON audit_checkpoints
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_log_change();
CREATE TRIGGER audit_checkpoint_heads_append_only BEFORE UPDATE OR DELETE ON audit_checkpoint_heads
    FOR EACH ROW EXECUTE FUNCTION refuse_audit_log_change();
CREATE TRIGGER audit_checkpoint_heads_no_truncate BEFORE TRUNCATE ON audit_checkpoint_heads
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_log_change();
