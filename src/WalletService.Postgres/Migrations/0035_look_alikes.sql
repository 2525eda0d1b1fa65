-- Addresses that look like another one: the same first and last four characters.

-- Those of a user's address book.
CREATE INDEX addresses_alike ON addresses (user_id, left(address, 4), right(address, 4));

-- Those that a user's batches have named, around the one that is compared. Rows of before have no user, and are not compared: to write them
-- all anew would take long.
ALTER TABLE batch_rows ADD COLUMN user_id text;

CREATE INDEX batch_rows_alike ON batch_rows (user_id, left(recipient, 4), right(recipient, 4), recipient) WHERE user_id IS NOT NULL;

-- Rows of an older version of the service, during an upgrade.
CREATE FUNCTION name_user_of_batch_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.user_id := (SELECT user_id FROM batches WHERE id = NEW.batch_id);
    RETURN NEW;
END
$$;

CREATE TRIGGER batch_rows_name_user BEFORE INSERT ON batch_rows
    FOR EACH ROW WHEN (NEW.user_id IS NULL) EXECUTE FUNCTION name_user_of_batch_row();
