-- Which calling service asked. Empty: nobody had to prove it, as before this change.
ALTER TABLE wallets ADD COLUMN caller text NOT NULL DEFAULT '' CHECK (caller ~ '^[A-Za-z0-9._-]{0,64}$');
ALTER TABLE requests ADD COLUMN caller text NOT NULL DEFAULT '' CHECK (caller ~ '^[A-Za-z0-9._-]{0,64}$');
ALTER TABLE transfers ADD COLUMN caller text NOT NULL DEFAULT '' CHECK (caller ~ '^[A-Za-z0-9._-]{0,64}$');
ALTER TABLE batches ADD COLUMN caller text NOT NULL DEFAULT '' CHECK (caller ~ '^[A-Za-z0-9._-]{0,64}$');
