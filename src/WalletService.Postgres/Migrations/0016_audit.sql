-- Entries that concern no single wallet: refused callers, changed settings, policies. They are a chain of their own, the service's.
ALTER TABLE audit_log
    ALTER COLUMN wallet_id DROP NOT NULL,
    ALTER COLUMN user_id DROP NOT NULL,
    ADD CHECK ((wallet_id IS NULL) = (user_id IS NULL));

-- It cannot fork either.
CREATE UNIQUE INDEX audit_log_service_chain ON audit_log (previous_hash) WHERE wallet_id IS NULL;
CREATE INDEX audit_log_of_service ON audit_log (action, id) WHERE wallet_id IS NULL;

-- The hash of its last entry, as wallets.audit_head is for a wallet. The row is also the lock under which the chain grows; it is
-- locked after all others.
CREATE TABLE audit_service_chain (
    is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    head    text NOT NULL DEFAULT repeat('0', 64) CHECK (head ~ '^[0-9a-f]{64}$')
);

INSERT INTO audit_service_chain DEFAULT VALUES;
