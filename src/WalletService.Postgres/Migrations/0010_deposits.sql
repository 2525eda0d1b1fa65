-- Which transaction made a wallet visible, so that those that were added can be read without leaving any out: a transaction that is not
-- finished when they are read has a number of at least pg_snapshot_xmin. Null for wallets made before.
ALTER TABLE wallets ADD COLUMN completed_in xid8;

CREATE INDEX wallets_completed_in ON wallets (completed_in);

-- A trigger, so that wallets made by an older version of the service during an upgrade are found as well.
CREATE FUNCTION note_wallet_completion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.completed_in := pg_current_xact_id();
    RETURN NEW;
END
$$;

CREATE TRIGGER wallets_note_completion BEFORE INSERT OR UPDATE OF address ON wallets
    FOR EACH ROW EXECUTE FUNCTION note_wallet_completion();

-- How far the chain is booked. One row: its lock is the lock of the books.
CREATE TABLE deposit_books (
    only_row    boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    lease_owner text,
    lease_until timestamptz,
    -- The last booked block. Null until the books are opened.
    slot        u64,
    block_hash  text,
    opened_at   timestamptz,
    opened_slot u64,
    -- The block that no node has, while there is one.
    gap_slot    u64,
    gap_since   timestamptz,
    CHECK ((slot IS NULL) = (block_hash IS NULL) AND (slot IS NULL) = (opened_at IS NULL) AND (slot IS NULL) = (opened_slot IS NULL)),
    CHECK ((gap_slot IS NULL) = (gap_since IS NULL))
);

INSERT INTO deposit_books DEFAULT VALUES;

-- What each account of a wallet holds by the books: the wallet's own in SOL (no mint), and its token accounts.
CREATE TABLE ledger_accounts (
    wallet_id  uuid NOT NULL REFERENCES wallets (id),
    account    text NOT NULL CHECK (length(account) BETWEEN 32 AND 44),
    mint       text CHECK (length(mint) BETWEEN 32 AND 44),
    balance    u64 NOT NULL,
    -- What the chain had more (or, negative, less) than the books when they were last compared; null while they agree.
    difference numeric(21, 0),
    UNIQUE NULLS NOT DISTINCT (wallet_id, account, mint)
);

CREATE INDEX ledger_accounts_differing ON ledger_accounts (wallet_id) WHERE difference IS NOT NULL;

-- The books, line by line. The lines of an account add up to its balance.
CREATE TABLE ledger_entries (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    wallet_id      uuid NOT NULL REFERENCES wallets (id),
    account        text NOT NULL,
    mint           text,
    kind           text NOT NULL CHECK (kind IN ('opening', 'deposit', 'withdrawal', 'fee', 'rent', 'internal', 'unexplained')),
    amount         numeric(21, 0) NOT NULL CHECK (amount <> 0),
    balance_after  u64 NOT NULL,
    slot           u64 NOT NULL,
    block_time     timestamptz,
    -- Null for lines that no transaction made.
    signature      text,
    -- The transfer of this service that made it.
    transaction_id uuid REFERENCES transfers (id),
    booked_at      timestamptz NOT NULL
);

-- A transaction is booked once, whatever happens.
CREATE UNIQUE INDEX ledger_entries_once ON ledger_entries (signature, wallet_id, account, mint, kind) NULLS NOT DISTINCT
    WHERE signature IS NOT NULL;
CREATE INDEX ledger_entries_of_wallet ON ledger_entries (wallet_id, slot);

CREATE TABLE deposits (
    number      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id          uuid NOT NULL UNIQUE,
    wallet_id   uuid NOT NULL REFERENCES wallets (id),
    user_id     text NOT NULL,
    account     text NOT NULL,
    mint        text,
    program     text,
    decimals    smallint NOT NULL CHECK (decimals BETWEEN 0 AND 255),
    amount      u64 NOT NULL CHECK (amount > 0),
    signature   text NOT NULL,
    slot        u64 NOT NULL,
    block_time  timestamptz,
    status      text NOT NULL CHECK (status IN ('detected', 'received', 'dropped')),
    detected_at timestamptz NOT NULL,
    received_at timestamptz,
    UNIQUE NULLS NOT DISTINCT (signature, wallet_id, account, mint),
    CHECK ((status = 'received') = (received_at IS NOT NULL))
);

CREATE INDEX deposits_of_user ON deposits (user_id, number DESC);
CREATE INDEX deposits_of_wallet ON deposits (wallet_id, number DESC);
CREATE INDEX deposits_detected ON deposits (slot) WHERE status = 'detected';
