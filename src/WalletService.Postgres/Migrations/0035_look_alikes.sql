-- Addresses that look like another one: the same first and last four characters.

-- Those of a user's address book.
CREATE INDEX addresses_alike ON addresses (user_id, left(address, 4), right(address, 4));

-- Those that batches have named, around the one that is compared.
CREATE INDEX batch_rows_alike ON batch_rows (left(recipient, 4), right(recipient, 4), recipient);
