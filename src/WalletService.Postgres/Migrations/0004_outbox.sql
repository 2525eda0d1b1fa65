-- Events, committed together with the changes they tell of and published afterwards. Published ones are deleted after a while.
CREATE TABLE outbox (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id     uuid NOT NULL UNIQUE,
    topic        text NOT NULL,
    type         text NOT NULL,
    version      integer NOT NULL,
    wallet_id    uuid NOT NULL REFERENCES wallets (id),
    user_id      text NOT NULL,
    sequence     bigint NOT NULL,
    occurred_at  timestamptz NOT NULL,
    data         jsonb NOT NULL,
    published_at timestamptz,
    UNIQUE (wallet_id, sequence)
);

CREATE INDEX outbox_unpublished ON outbox (id) WHERE published_at IS NULL;
CREATE INDEX outbox_published ON outbox (published_at) WHERE published_at IS NOT NULL;
