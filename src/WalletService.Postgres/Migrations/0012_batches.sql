-- Payments to many recipients in one request, and the transfers that carry them out.
CREATE TABLE batches (
    id              uuid PRIMARY KEY,
    wallet_id       uuid NOT NULL REFERENCES wallets (id),
    user_id         text NOT NULL,
    -- Null: SOL.
    mint            text CHECK (length(mint) BETWEEN 32 AND 44),
    amount_meaning  text NOT NULL CHECK (amount_meaning IN ('Sent', 'Received')),
    memo            text,
    idempotency_key text NOT NULL,
    fingerprint     text NOT NULL,
    status          text NOT NULL CHECK (status IN ('Received', 'Planned', 'Running', 'Ended')),
    version         bigint NOT NULL CHECK (version > 0),
    deadline        timestamptz NOT NULL,
    row_count       integer NOT NULL CHECK (row_count > 0),
    rejected_rows   integer NOT NULL DEFAULT 0,
    parts           integer NOT NULL DEFAULT 0,
    ended_parts     integer NOT NULL DEFAULT 0 CHECK (ended_parts BETWEEN 0 AND parts),
    paid_rows       integer NOT NULL DEFAULT 0,
    unpaid_rows     integer NOT NULL DEFAULT 0,
    received_at     timestamptz NOT NULL,
    planned_at      timestamptz,
    ended_at        timestamptz,
    lease_owner     text,
    lease_until     timestamptz,
    due_at          timestamptz NOT NULL,
    UNIQUE (user_id, idempotency_key),
    CHECK ((status = 'Received') = (planned_at IS NULL)),
    CHECK ((status = 'Ended') = (ended_at IS NOT NULL)),
    CHECK (status <> 'Ended' OR (ended_parts = parts AND paid_rows + unpaid_rows = row_count)),
    CHECK ((lease_owner IS NULL) = (lease_until IS NULL))
);

CREATE INDEX batches_open ON batches (due_at, id) WHERE status <> 'Ended';

-- One transaction of a batch. It is settled with the plan, before the transfer exists.
CREATE TABLE batch_parts (
    batch_id       uuid NOT NULL REFERENCES batches (id),
    number         integer NOT NULL CHECK (number > 0),
    transaction_id uuid NOT NULL UNIQUE,
    PRIMARY KEY (batch_id, number)
);

CREATE TABLE batch_rows (
    batch_id  uuid NOT NULL REFERENCES batches (id),
    number    integer NOT NULL CHECK (number > 0),
    recipient text NOT NULL CHECK (length(recipient) BETWEEN 32 AND 44),
    -- An exact decimal number of SOL or tokens, without superfluous zeros.
    quantity  text NOT NULL,
    reference text,
    -- The part that pays the row; null while nothing is planned, and for a rejected row.
    part      integer,
    error     jsonb,
    PRIMARY KEY (batch_id, number),
    FOREIGN KEY (batch_id, part) REFERENCES batch_parts (batch_id, number),
    CHECK (part IS NULL OR error IS NULL)
);

ALTER TABLE requests
    DROP CONSTRAINT requests_route_check,
    ADD CONSTRAINT requests_route_check CHECK (route IN ('create', 'transfer', 'sign', 'batch'));

ALTER TABLE transfers
    -- The part of a batch that the transfer is, with what each recipient is paid.
    ADD COLUMN batch jsonb,
    DROP CONSTRAINT transfers_kind_check,
    ADD CONSTRAINT transfers_kind_check CHECK (kind IN ('transferSol', 'transferToken', 'transferBatch', 'send')),
    DROP CONSTRAINT transfers_kind_recipient,
    ADD CONSTRAINT transfers_kind_recipient CHECK ((kind IN ('transferSol', 'transferToken')) = (recipient IS NOT NULL)),
    DROP CONSTRAINT transfers_kind_mint,
    ADD CONSTRAINT transfers_kind_mint CHECK (
        (mint IS NULL) = (amount_meaning IS NULL) AND (kind = 'transferBatch' OR (kind = 'transferToken') = (mint IS NOT NULL))),
    DROP CONSTRAINT transfers_kind_movement,
    ADD CONSTRAINT transfers_kind_movement CHECK (mint IS NULL OR lamports IS NULL OR token_movement IS NOT NULL),
    ADD CONSTRAINT transfers_kind_batch CHECK ((kind = 'transferBatch') = (batch IS NOT NULL));
