using WalletService.Domain.Restores;
using WalletService.Domain.Transactions;
using WalletService.Postgres.Connections;
using WalletService.Postgres.Records;
using WalletService.Postgres.Transactions;

namespace WalletService.Postgres.Restores;

/// <summary>Writes the record of a payment whose request came after the backup.</summary>
internal static class LostRequests
{
    public static async Task<bool> IsKnownAsync(PostgresTransaction statements, Transfer lost, ExecutedTransaction transaction) =>
        await statements.QuerySingleOrDefaultAsync<bool>(
            """
            SELECT EXISTS (SELECT FROM requests WHERE user_id = @user AND key = @key)
                OR EXISTS (SELECT FROM transfer_attempts WHERE signature = @signature)
            """,
            new { user = lost.UserId.Value, key = lost.IdempotencyKey.Value, signature = transaction.Signature.Value });

    public static async Task WriteAsync(PostgresTransaction statements, Transfer lost, DateTimeOffset now)
    {
        var sol = lost.Content as TransferContent.SolPayment;
        var tokens = lost.Content as TransferContent.TokenPayment;
        await statements.ExecuteAsync(
            """
            INSERT INTO requests (user_id, key, route, fingerprint, resource_id, created_at, caller)
            VALUES (@user, @key, @route, @fingerprint, @id, @now, @caller);
            INSERT INTO transfers (id, wallet_id, user_id, caller, kind, key_number, recipient, requested_lamports, memo, mint, requested_tokens,
                amount_meaning, idempotency_key, fingerprint, status, version, deadline, received_at, due_at)
            VALUES (@id, @wallet, @user, @caller, @kind, @keyNumber, @recipient, @lamports, @memo, @mint, @tokens, @meaning, @key, @fingerprint,
                'Received', 1, @deadline, @receivedAt, @now)
            """,
            new
            {
                user = lost.UserId.Value,
                key = lost.IdempotencyKey.Value,
                route = RequestRow.Transfer,
                fingerprint = lost.Fingerprint.Value,
                id = lost.Id.Value,
                now,
                caller = lost.Caller.Value,
                wallet = lost.WalletId.Value,
                kind = TransferKinds.Write(lost.Content),
                keyNumber = lost.KeyNumber,
                recipient = lost.Content.Recipient?.Value,
                lamports = sol?.Requested is { } lamports ? (decimal?)lamports.Value : null,
                memo = sol?.Memo ?? tokens?.Memo,
                mint = tokens?.Mint.Value,
                tokens = tokens?.Requested?.ToString(),
                meaning = tokens?.Meaning.ToString(),
                deadline = lost.Deadline,
                receivedAt = lost.Times.ReceivedAt,
            });
    }
}
