using WalletService.Domain.Auditing;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Postgres.Connections;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Transactions;

internal sealed class PostgresSigningJournal(PostgresDatabase database, TimeProvider time) : ISigningJournal
{
    public Task<SigningPermit> BeginAsync(SigningRequest request, CancellationToken cancellationToken) => database.TransactAsync(
        "sign.begin",
        async transaction =>
        {
            // A wallet that may not sign leaves no trace of the key: the caller may use it again.
            var (found, recorded) = await transaction.QueryMultipleAsync(
                $"""
                {LockedWallet.Select}

                INSERT INTO requests (user_id, key, route, fingerprint, resource_id, created_at)
                SELECT @userId, @key, @route, @fingerprint, @walletId, @now
                FROM wallets
                WHERE id = @walletId AND status = 'Open'
                ON CONFLICT (user_id, key) DO NOTHING;

                {RequestRow.Select}
                """,
                new
                {
                    walletId = request.WalletId.Value,
                    userId = request.UserId.Value,
                    key = request.IdempotencyKey.Value,
                    route = RequestRow.Sign,
                    fingerprint = request.Fingerprint.Value,
                    now = request.At,
                },
                async results => (await results.ReadSingleOrDefaultAsync<LockedWallet>(), await results.ReadSingleOrDefaultAsync<RequestRow>()));

            var wallet = found ?? throw new InvalidOperationException($"There is no wallet {request.WalletId}.");
            if (recorded is not null && !recorded.IsSame(RequestRow.Sign, request.Fingerprint))
            {
                return SigningPermit.Conflict;
            }

            if (wallet.WalletStatus != WalletStatus.Open)
            {
                return SigningPermit.WalletMayNotSign;
            }

            await RecordAsync(transaction, wallet, AuditDrafts.SignRequested(request));
            return SigningPermit.Granted;
        },
        cancellationToken);

    public Task CompleteAsync(SigningRequest request, TransactionSignature signature, CancellationToken cancellationToken) =>
        database.TransactAsync(
            "sign.complete",
            async transaction =>
            {
                var wallet = await transaction.QuerySingleOrDefaultAsync<LockedWallet>(
                    LockedWallet.Select, new { walletId = request.WalletId.Value })
                    ?? throw new InvalidOperationException($"There is no wallet {request.WalletId}.");
                await RecordAsync(transaction, wallet, AuditDrafts.SignCompleted(request, signature));
                return 0;
            },
            cancellationToken);

    private Task<int> RecordAsync(PostgresTransaction transaction, LockedWallet wallet, AuditDraft draft) =>
        transaction.ExecuteAsync(ChangeRecord.Sql, ChangeRecord.Parameters(wallet, null, time.GetUtcNow(), draft, []));
}
