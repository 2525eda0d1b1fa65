-- Rotation of keys. Until now every wallet had one key, which is number 1: the defaults are right for every row that there is, and for
-- what an older version of the service writes during an upgrade. Keys are rotated only when no older version runs any more.

-- The number of the current key: wallet_keys.version.
ALTER TABLE wallets ADD COLUMN key_number integer NOT NULL DEFAULT 1 CHECK (key_number >= 1);

ALTER TABLE transfers
    -- Which of the wallet's keys signs it, and so from which address it pays.
    ADD COLUMN key_number integer NOT NULL DEFAULT 1 CHECK (key_number >= 1),
    -- The service moves what one address of the wallet holds to another one.
    ADD COLUMN is_sweep boolean NOT NULL DEFAULT false;

-- Keys that are about to be made, kept before the vault is asked: after a crash the same request goes on with the same number, and the
-- vault gives the same key for it.
CREATE TABLE key_rotations (
    id           uuid PRIMARY KEY,
    wallet_id    uuid NOT NULL REFERENCES wallets (id),
    -- The number that the new key has.
    key_number   integer NOT NULL CHECK (key_number >= 2),
    caller       text NOT NULL,
    reason       text,
    started_at   timestamptz NOT NULL,
    -- Null until the new key is the wallet's current one.
    completed_at timestamptz,
    UNIQUE (wallet_id, key_number)
);

CREATE UNIQUE INDEX key_rotations_open ON key_rotations (wallet_id) WHERE completed_at IS NULL;

ALTER TABLE requests
    DROP CONSTRAINT requests_route_check,
    ADD CONSTRAINT requests_route_check CHECK (route IN ('create', 'transfer', 'sign', 'batch', 'rotate'));

ALTER TABLE wallet_keys
    -- When the address of a retired key is next looked at for what came in, and how often it was.
    ADD COLUMN sweep_due_at timestamptz,
    ADD COLUMN sweep_rounds integer NOT NULL DEFAULT 0 CHECK (sweep_rounds >= 0);

CREATE INDEX wallet_keys_sweep_due ON wallet_keys (sweep_due_at) WHERE state = 'retired';
