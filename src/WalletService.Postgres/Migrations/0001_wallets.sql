-- Wallets. The row of a wallet is also the lock under which everything that concerns its funds is decided.
CREATE TABLE wallets (
    id               uuid PRIMARY KEY,
    user_id          text NOT NULL CHECK (length(user_id) BETWEEN 1 AND 128),
    label            text NOT NULL CHECK (length(label) BETWEEN 1 AND 64),
    -- Reserved: the id is kept for a request, and the key is still to be made.
    status           text NOT NULL CHECK (status IN ('Reserved', 'Open', 'Frozen', 'Archived')),
    is_active        boolean NOT NULL DEFAULT false,
    key_version      text,
    address          text CHECK (length(address) BETWEEN 32 AND 44),
    protection_level text,
    created_at       timestamptz NOT NULL,
    -- A balance read at an older slot may not show every transfer whose reservation was released.
    settled_slot     numeric(20, 0) NOT NULL DEFAULT 0 CHECK (settled_slot BETWEEN 0 AND 18446744073709551615),
    -- The number of the wallet's last event.
    event_sequence   bigint NOT NULL DEFAULT 0 CHECK (event_sequence >= 0),
    -- The hash of the wallet's last audit entry.
    audit_head       text NOT NULL DEFAULT repeat('0', 64) CHECK (audit_head ~ '^[0-9a-f]{64}$'),
    CHECK (status = 'Reserved' OR (key_version IS NOT NULL AND address IS NOT NULL AND protection_level IS NOT NULL)),
    CHECK (status <> 'Reserved' OR NOT is_active)
);

CREATE INDEX wallets_of_user ON wallets (user_id, created_at, id);
CREATE UNIQUE INDEX wallets_one_active_per_user ON wallets (user_id) WHERE is_active;
CREATE UNIQUE INDEX wallets_address ON wallets (address);
