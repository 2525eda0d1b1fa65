-- A sweep may empty a token account that is not the wallet's associated one, and close an account that is empty. Both are payments in a
-- token to what knows no more of them: an older version of the service refuses them, or sends what was signed for them already.
ALTER TABLE transfers
    -- The token account that is emptied or closed; null for the wallet's associated one.
    ADD COLUMN source_account text,
    -- The account, which is empty, is closed, and its rent goes to the recipient.
    ADD COLUMN closes_account boolean NOT NULL DEFAULT false;
