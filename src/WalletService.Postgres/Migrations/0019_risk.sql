-- What a caller has declared that its transaction takes; null when it has not.
ALTER TABLE transfers ADD COLUMN declared jsonb;

-- What a wallet's newest payments have moved of an asset.
CREATE INDEX spending_of_wallet_asset ON spending (wallet_id, asset, at DESC);

-- Addresses that a user has paid and that look like another one: the same first and last four characters.
CREATE INDEX transfers_alike ON transfers (user_id, left(recipient, 4), right(recipient, 4)) WHERE recipient IS NOT NULL;

-- Whether a user has paid somebody with a batch.
CREATE INDEX batch_rows_recipient ON batch_rows (recipient);
