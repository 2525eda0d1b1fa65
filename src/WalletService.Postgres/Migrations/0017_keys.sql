-- Whose key a wallet's is: several vaults may serve at once.
ALTER TABLE wallets ADD COLUMN key_provider text CHECK (key_provider ~ '^[a-z]{1,20}$');

UPDATE wallets
SET key_provider = CASE WHEN key_version LIKE 'projects/%' THEN 'google' ELSE 'software' END
WHERE key_version IS NOT NULL;

ALTER TABLE wallets ADD CHECK ((key_version IS NULL) = (key_provider IS NULL));

-- Every key that a wallet has had. Each has an address of its own; the current one is also in the wallet's row.
CREATE TABLE wallet_keys (
    wallet_id        uuid NOT NULL REFERENCES wallets (id),
    -- 1 for the key that the wallet was made with.
    version          integer NOT NULL CHECK (version >= 1),
    provider         text NOT NULL CHECK (provider ~ '^[a-z]{1,20}$'),
    key_version      text NOT NULL,
    address          text NOT NULL CHECK (length(address) BETWEEN 32 AND 44),
    protection_level text NOT NULL,
    state            text NOT NULL CHECK (state IN ('current', 'retired', 'destroying')),
    -- Since when it is in this state.
    since            timestamptz NOT NULL,
    PRIMARY KEY (wallet_id, version)
);

CREATE UNIQUE INDEX wallet_keys_address ON wallet_keys (address);
CREATE UNIQUE INDEX wallet_keys_one_current ON wallet_keys (wallet_id) WHERE state = 'current';

INSERT INTO wallet_keys (wallet_id, version, provider, key_version, address, protection_level, state, since)
SELECT id, 1, key_provider, key_version, address, protection_level, 'current', created_at
FROM wallets
WHERE key_version IS NOT NULL;

-- Triggers, so that wallets made by an older version of the service during an upgrade have both as well.
CREATE FUNCTION name_key_provider() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.key_version IS NOT NULL AND NEW.key_provider IS NULL THEN
        NEW.key_provider := CASE WHEN NEW.key_version LIKE 'projects/%' THEN 'google' ELSE 'software' END;
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER wallets_name_key_provider BEFORE INSERT OR UPDATE OF key_version ON wallets
    FOR EACH ROW EXECUTE FUNCTION name_key_provider();

CREATE FUNCTION keep_wallet_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.key_version IS NOT NULL THEN
        INSERT INTO wallet_keys (wallet_id, version, provider, key_version, address, protection_level, state, since)
        SELECT NEW.id, coalesce(max(version), 0) + 1, NEW.key_provider, NEW.key_version, NEW.address, NEW.protection_level, 'current', now()
        FROM wallet_keys
        WHERE wallet_id = NEW.id
        ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER wallets_keep_key AFTER INSERT OR UPDATE OF key_version ON wallets
    FOR EACH ROW EXECUTE FUNCTION keep_wallet_key();
