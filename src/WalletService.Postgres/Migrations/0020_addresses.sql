-- Address books: names that users give to addresses. A line is added and removed, never changed.
CREATE TABLE addresses (
    user_id  text NOT NULL CHECK (length(user_id) BETWEEN 1 AND 128),
    name     text COLLATE "C" NOT NULL CHECK (name ~ '^[a-z0-9._-]{1,64}$'),
    address  text NOT NULL CHECK (length(address) BETWEEN 32 AND 44),
    added_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, name)
);

CREATE INDEX addresses_by_address ON addresses (user_id, address);
