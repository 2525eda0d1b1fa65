-- What signals ask of the past, each found in a few steps however much a wallet or its user has paid.

-- How many transfers a wallet was asked for within the last minutes.
CREATE INDEX transfers_received_of_wallet ON transfers (wallet_id, received_at);

-- The nearest neighbours of an address among those that a user has paid and that show the same first and last four characters.
CREATE INDEX transfers_paid_alike ON transfers (user_id, left(recipient, 4), right(recipient, 4), recipient)
    WHERE confirmed_at IS NOT NULL AND recipient IS NOT NULL;
DROP INDEX transfers_alike;
