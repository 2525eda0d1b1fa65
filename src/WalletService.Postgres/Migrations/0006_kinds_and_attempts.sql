-- Transfers of other kinds than payments in SOL: a transaction that the caller has built.
ALTER TABLE transfers
    ADD COLUMN kind text NOT NULL DEFAULT 'transferSol' CHECK (kind IN ('transferSol', 'send')),
    ADD COLUMN caller_transaction bytea,
    ALTER COLUMN recipient DROP NOT NULL,
    ADD CHECK ((kind = 'transferSol') = (recipient IS NOT NULL)),
    ADD CHECK ((kind = 'send') = (caller_transaction IS NOT NULL));

ALTER TABLE transfers ALTER COLUMN kind DROP DEFAULT;

-- History, newest first.
CREATE INDEX transfers_of_user ON transfers (user_id, id DESC);
CREATE INDEX transfers_of_wallet ON transfers (wallet_id, id DESC);

-- Events of the service itself belong to no wallet and have no place in a wallet's sequence.
ALTER TABLE outbox
    ALTER COLUMN wallet_id DROP NOT NULL,
    ALTER COLUMN user_id DROP NOT NULL,
    ALTER COLUMN sequence DROP NOT NULL,
    ADD CHECK ((wallet_id IS NULL) = (user_id IS NULL) AND (wallet_id IS NULL) = (sequence IS NULL));
