-- Signatures that callers were given over transactions of their own: what such a transaction moves was asked for, and is not unexplained.
CREATE TABLE given_signatures (
    -- Base58. Ed25519 makes the same signature of the same transaction again.
    signature text PRIMARY KEY CHECK (length(signature) BETWEEN 64 AND 88),
    wallet_id uuid NOT NULL REFERENCES wallets (id),
    given_at  timestamptz NOT NULL
);

ALTER TABLE ledger_entries
    DROP CONSTRAINT ledger_entries_kind_check,
    ADD CONSTRAINT ledger_entries_kind_check
        CHECK (kind IN ('opening', 'deposit', 'withdrawal', 'fee', 'rent', 'internal', 'signed', 'unexplained'));
