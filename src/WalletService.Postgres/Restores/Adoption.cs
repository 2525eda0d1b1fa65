using WalletService.Domain.Restores;
using WalletService.Domain.Values;
using WalletService.Postgres.Connections;
using WalletService.Postgres.Transactions;

namespace WalletService.Postgres.Restores;

/// <summary>Writes down that a transaction of the chain carried out a transfer.</summary>
internal static class Adoption
{
    /// <summary>A confirmed one too: its block may have been dropped since, and another transaction been signed for it.</summary>
    public const string IsOpen = "transfers.status IN ('Received', 'AwaitingApproval', 'Ready', 'Signed', 'Submitted', 'Confirmed')";

    /// <returns>False when the transfer is not open, or is paid in a token and the transaction pays none.</returns>
    public static async Task<bool> WriteAsync(
        PostgresTransaction statements, TransactionId transfer, ExecutedTransaction transaction, DateTimeOffset now)
    {
        var adopted = await statements.ExecuteAsync(
            $"""
            UPDATE transfers
            SET status = 'Submitted', version = version + 1, lamports = coalesce(lamports, requested_lamports, @outlay), fee = @fee,
                reserved = coalesce(lamports, requested_lamports, @outlay) + @fee,
                token_movement = coalesce(token_movement, @movement::jsonb),
                reserved_tokens = CASE WHEN mint IS NULL THEN 0 ELSE @tokens END, compute_unit_limit = coalesce(compute_unit_limit, 0),
                compute_unit_price = coalesce(compute_unit_price, 0), ready_at = coalesce(ready_at, @at), signed_at = @at, submitted_at = @at,
                attempt_number = 1 + (SELECT coalesce(max(number), 0) FROM transfer_attempts WHERE transfer_id = @id),
                lease_owner = NULL, lease_until = NULL, due_at = @now
            WHERE id = @id AND {IsOpen} AND (mint IS NULL OR @movement IS NOT NULL)
            """,
            new
            {
                id = transfer.Value,
                fee = (decimal)transaction.Fee.Value,
                outlay = (decimal)transaction.Outlay.Value,
                movement = StoredTokens.Write(transaction.TokenPayments),
                tokens = (decimal)(transaction.TokenPayments?.Total ?? 0),
                at = transaction.BlockTime ?? now,
                now,
            });
        if (adopted == 0)
        {
            return false;
        }

        await statements.ExecuteAsync(
            """
            UPDATE transfer_attempts SET outcome = 'dead' WHERE transfer_id = @id AND outcome = 'live';
            INSERT INTO transfer_attempts (transfer_id, number, outcome, message_hash, key_version, prepared_at, signature,
                wire_transaction, blockhash, last_valid_block_height, context_slot, signed_at)
            SELECT transfers.id, transfers.attempt_number, 'live', @hash, wallet_keys.key_version, transfers.signed_at, @signature,
                @wire, @blockhash, @slot, @slot, transfers.signed_at
            FROM transfers JOIN wallet_keys ON wallet_keys.wallet_id = transfers.wallet_id AND wallet_keys.version = transfers.key_number
            WHERE transfers.id = @id
            """,
            new
            {
                id = transfer.Value,
                hash = transaction.MessageHash,
                signature = transaction.Signature.Value,
                wire = transaction.WireTransaction.ToArray(),
                blockhash = transaction.Blockhash,
                slot = (decimal)transaction.Slot,
            });
        return true;
    }
}
