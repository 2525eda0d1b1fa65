-- Parts of the service that administrators have switched on or off. A part that is not here is as the service's settings say.
CREATE TABLE feature_flags (
    feature text PRIMARY KEY CHECK (feature ~ '^[a-z]+(-[a-z]+)*$' AND length(feature) <= 64),
    is_on   boolean NOT NULL,
    reason  text NOT NULL CHECK (length(reason) BETWEEN 1 AND 256),
    -- The calling service that ordered it; empty where callers prove no identity.
    set_by  text NOT NULL CHECK (length(set_by) <= 64),
    set_at  timestamptz NOT NULL
);
