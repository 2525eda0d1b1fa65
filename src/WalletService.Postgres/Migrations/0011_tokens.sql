-- Payments in tokens.
ALTER TABLE transfers
    ADD COLUMN mint text CHECK (length(mint) BETWEEN 32 AND 44),
    -- An exact decimal number of tokens, without superfluous zeros. Null: all that there are.
    ADD COLUMN requested_tokens text,
    ADD COLUMN amount_meaning text CHECK (amount_meaning IN ('Sent', 'Received')),
    -- How the payment is carried out, as decided: accounts, base units, what the mint withholds.
    ADD COLUMN token_movement jsonb,
    -- Base units that the transfer holds back of its wallet's tokens of this mint now.
    ADD COLUMN reserved_tokens u64 NOT NULL DEFAULT 0,
    -- The token accounts' balances before and after, in base units.
    ADD COLUMN token_balances jsonb,
    DROP CONSTRAINT transfers_kind_check,
    ADD CONSTRAINT transfers_kind_check CHECK (kind IN ('transferSol', 'transferToken', 'send')),
    DROP CONSTRAINT transfers_check5,
    ADD CONSTRAINT transfers_kind_recipient CHECK ((kind <> 'send') = (recipient IS NOT NULL)),
    ADD CONSTRAINT transfers_kind_mint CHECK (
        (kind = 'transferToken') = (mint IS NOT NULL) AND (kind = 'transferToken') = (amount_meaning IS NOT NULL)),
    ADD CONSTRAINT transfers_kind_movement CHECK (
        kind <> 'transferToken' OR lamports IS NULL OR token_movement IS NOT NULL),
    ADD CONSTRAINT transfers_status_reserved_tokens CHECK (
        status IN ('AwaitingApproval', 'Ready', 'Signed', 'Submitted') OR reserved_tokens = 0);
