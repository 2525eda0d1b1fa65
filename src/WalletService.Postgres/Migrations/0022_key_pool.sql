-- Keys made ahead of the wallets that will have them.
CREATE TABLE key_pool (
    -- The id that the wallet will have: the key's name in the vault is made of it.
    wallet_id        uuid PRIMARY KEY,
    provider         text NOT NULL CHECK (provider ~ '^[a-z]{1,20}$'),
    -- When somebody last set out to make the key.
    reserved_at      timestamptz NOT NULL,
    -- Null until the key is made.
    key_version      text,
    address          text UNIQUE CHECK (length(address) BETWEEN 32 AND 44),
    protection_level text,
    CHECK ((key_version IS NULL) = (address IS NULL) AND (key_version IS NULL) = (protection_level IS NULL))
);

CREATE INDEX key_pool_ready ON key_pool (provider, reserved_at) WHERE key_version IS NOT NULL;

-- When a provider's last key was begun: the row's lock keeps all instances together to one pace.
CREATE TABLE key_pool_pace (
    provider text PRIMARY KEY,
    last_at  timestamptz NOT NULL
);
