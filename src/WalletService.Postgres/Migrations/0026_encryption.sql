-- Encryption of names, and what was set at the last start.

-- The keys under which names are stored, each wrapped by a key in the vault.
CREATE TABLE data_keys (
    id         integer PRIMARY KEY CHECK (id > 0),
    -- fields: names are encrypted under it. index: names are found by it; there is one, for good.
    purpose    text NOT NULL CHECK (purpose IN ('fields', 'index')),
    -- Which vault opens it, and the key version by which it was wrapped last.
    provider   text NOT NULL,
    wrapped_by text NOT NULL,
    wrapped    bytea NOT NULL,
    created_at timestamptz NOT NULL,
    -- Nothing new is stored under a retired key.
    retired_at timestamptz
);

CREATE UNIQUE INDEX data_keys_index ON data_keys (purpose) WHERE purpose = 'index';

-- Null: the label is stored as it is. Else label is '(encrypted)', and this is: format (1), id of the data key (4 bytes), nonce (12),
-- ciphertext, tag (16), of AES-256-GCM.
ALTER TABLE wallets ADD COLUMN label_sealed bytea;

-- The label of an event of a wallet, taken out of its data.
ALTER TABLE outbox ADD COLUMN label_sealed bytea;

-- Null: the name is stored as it is. Else name is a keyed hash, by which the line is found, and this is the name as above.
ALTER TABLE addresses ADD COLUMN name_sealed bytea;

-- The settings of the instance that started last: the name of each and SHA-256 of its value, which is no secret. By them the next one to
-- start tells what is different.
CREATE TABLE known_settings (
    name   text PRIMARY KEY,
    digest text NOT NULL
);
