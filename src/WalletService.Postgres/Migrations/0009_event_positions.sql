-- The order in which events were published, for those who read them again. Ids can't tell it: an event may be committed after another
-- with a greater id was read. Positions are given in one transaction at a time, by the lock of the one row of outbox_positions.
CREATE TABLE outbox_positions (
    is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    -- The newest position that was given.
    last    bigint NOT NULL DEFAULT 0 CHECK (last >= 0),
    -- Events up to this position may have been deleted.
    trimmed bigint NOT NULL DEFAULT 0 CHECK (trimmed BETWEEN 0 AND last)
);

ALTER TABLE outbox ADD COLUMN position bigint;

UPDATE outbox SET position = numbered.position
FROM (SELECT id, row_number() OVER (ORDER BY id) AS position FROM outbox WHERE published_at IS NOT NULL) AS numbered
WHERE outbox.id = numbered.id;

INSERT INTO outbox_positions (last) SELECT coalesce(max(position), 0) FROM outbox;

ALTER TABLE outbox ADD CHECK (position IS NULL OR published_at IS NOT NULL);

CREATE UNIQUE INDEX outbox_position ON outbox (position);

-- What an older instance has published beside this change has no position yet: it is published once more, which subscribers allow for.
DROP INDEX outbox_unpublished;
CREATE INDEX outbox_unpublished ON outbox (id) WHERE position IS NULL;
