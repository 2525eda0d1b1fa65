-- Idempotency: what the first request under a user's key was, whichever the route.
CREATE TABLE requests (
    user_id     text NOT NULL,
    key         text NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
    route       text NOT NULL CHECK (route IN ('create', 'transfer', 'sign')),
    fingerprint text NOT NULL CHECK (fingerprint ~ '^[0-9a-f]{64}$'),
    -- The wallet that was created, the transfer that was made, or the wallet that signed.
    resource_id uuid NOT NULL,
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (user_id, key)
);
