-- Amounts, slots and block heights are unsigned 64-bit integers.
CREATE DOMAIN u64 AS numeric(20, 0) CHECK (VALUE BETWEEN 0 AND 18446744073709551615);

CREATE TABLE transfers (
    id                 uuid PRIMARY KEY,
    wallet_id          uuid NOT NULL REFERENCES wallets (id),
    user_id            text NOT NULL,
    recipient          text NOT NULL CHECK (length(recipient) BETWEEN 32 AND 44),
    -- Null: all that the wallet can spare.
    requested_lamports u64,
    memo               text,
    idempotency_key    text NOT NULL,
    fingerprint        text NOT NULL,
    status             text NOT NULL CHECK (status IN (
        'Received', 'AwaitingApproval', 'Ready', 'Signed', 'Submitted', 'Confirmed',
        'Finalized', 'Rejected', 'Failed', 'Expired', 'Cancelled')),
    version            bigint NOT NULL CHECK (version > 0),
    deadline           timestamptz NOT NULL,

    lamports           u64,
    fee                u64,
    compute_unit_limit bigint CHECK (compute_unit_limit BETWEEN 0 AND 4294967295),
    compute_unit_price u64,
    -- What the transfer holds back of its wallet's funds now.
    reserved           u64 NOT NULL DEFAULT 0,

    -- The newest signed attempt.
    attempt_number     integer,

    execution_slot     u64,
    block_time         timestamptz,
    chain_error        text,
    charged_fee        u64,
    source_before      u64,
    source_after       u64,
    recipient_before   u64,
    recipient_after    u64,

    error              jsonb,

    received_at        timestamptz NOT NULL,
    ready_at           timestamptz,
    signed_at          timestamptz,
    submitted_at       timestamptz,
    confirmed_at       timestamptz,
    ended_at           timestamptz,

    lease_owner        text,
    lease_until        timestamptz,
    due_at             timestamptz NOT NULL,

    UNIQUE (user_id, idempotency_key),
    CHECK (status IN ('Received', 'AwaitingApproval', 'Rejected', 'Cancelled') OR (lamports IS NOT NULL AND fee IS NOT NULL)),
    CHECK (status NOT IN ('Signed', 'Submitted', 'Confirmed', 'Finalized', 'Failed', 'Expired') OR attempt_number IS NOT NULL),
    CHECK (status NOT IN ('Ready', 'Signed', 'Submitted') OR reserved = lamports + fee),
    CHECK (status IN ('AwaitingApproval', 'Ready', 'Signed', 'Submitted') OR reserved = 0),
    CHECK ((lease_owner IS NULL) = (lease_until IS NULL))
);

CREATE INDEX transfers_open ON transfers (due_at, received_at, id)
    WHERE status NOT IN ('Finalized', 'Rejected', 'Failed', 'Expired', 'Cancelled');
CREATE INDEX transfers_reserving ON transfers (wallet_id) WHERE reserved > 0;

-- Every signature that was asked of the vault for a transfer.
CREATE TABLE transfer_attempts (
    transfer_id             uuid NOT NULL REFERENCES transfers (id),
    number                  integer NOT NULL CHECK (number > 0),
    -- prepared: the vault is about to be asked, and nothing that it answers was stored yet.
    outcome                 text NOT NULL CHECK (outcome IN ('prepared', 'live', 'landed', 'dead')),
    message_hash            text NOT NULL CHECK (message_hash ~ '^[0-9a-f]{64}$'),
    key_version             text NOT NULL,
    prepared_at             timestamptz NOT NULL,
    signature               text,
    wire_transaction        bytea,
    blockhash               text,
    last_valid_block_height u64,
    context_slot            u64,
    signed_at               timestamptz,
    PRIMARY KEY (transfer_id, number),
    CONSTRAINT transfer_attempts_signature UNIQUE (signature),
    CHECK (outcome = 'prepared' OR (
        signature IS NOT NULL AND wire_transaction IS NOT NULL AND blockhash IS NOT NULL
        AND last_valid_block_height IS NOT NULL AND context_slot IS NOT NULL AND signed_at IS NOT NULL))
);
