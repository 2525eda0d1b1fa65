using Dapper;
using WalletService.Domain.Freezes;
using WalletService.Postgres.Connections;
using WalletService.Postgres.Freezes;
using WalletService.Postgres.Policies;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Transactions.Changes;

/// <summary>
/// The rows that a transaction's changes need, locked and read in one round trip. What is read after the wallets' locks was
/// committed by whoever had them before: each statement sees what is committed when it begins.
/// </summary>
internal sealed record LockedRows
{
    private const string LockTransfers =
        $"""
        {TransferRow.Select}
        WHERE transfers.id = ANY (@transferIds)
        ORDER BY transfers.id
        FOR NO KEY UPDATE OF transfers;

        SELECT wallet_id AS WalletId, key_number AS KeyNumber, sum(reserved) AS Reserved,
               coalesce(sum(reserved) FILTER (WHERE status IN ('Signed', 'Submitted')), 0) AS InFlight
        FROM transfers
        WHERE wallet_id = ANY (@walletIds) AND reserved > 0
        GROUP BY wallet_id, key_number;

        SELECT wallet_id AS WalletId, key_number AS KeyNumber, mint, sum(reserved_tokens) AS Reserved,
               coalesce(sum(reserved_tokens) FILTER (WHERE status IN ('Signed', 'Submitted')), 0) AS InFlight
        FROM transfers
        WHERE wallet_id = ANY (@walletIds) AND reserved > 0 AND reserved_tokens > 0
        GROUP BY wallet_id, key_number, mint;

        SELECT transfer_id AS TransferId, number FROM transfer_attempts WHERE transfer_id = ANY (@transferIds) AND outcome = 'prepared';
        """;

    private const string ReadKeys =
        $"""
        {RequestRow.Select}
        JOIN unnest(@users, @keys) AS used (user_id, key) USING (user_id, key);

        {TransferRow.Select}
        JOIN unnest(@users, @keys) AS used (user_id, key) ON transfers.user_id = used.user_id AND transfers.idempotency_key = used.key;
        """;

    private const string ReadSignatures = "SELECT signature FROM transfer_attempts WHERE signature = ANY (@signatures);";

    public LockedPolicies Policies { get; } = new();

    public IReadOnlyCollection<FreezeTarget> Frozen { get; private set; } = [];

    public IReadOnlyList<LockedWallet> Wallets { get; private set; } = [];

    public IReadOnlyList<TransferRow> Transfers { get; private set; } = [];

    public IReadOnlyList<ReservedSum> Reserved { get; private set; } = [];

    public IReadOnlyList<ReservedTokens> Tokens { get; private set; } = [];

    public IReadOnlyList<PreparedAttempt> Prepared { get; private set; } = [];

    public IReadOnlyList<RequestRow> Requests { get; private set; } = [];

    public IReadOnlyList<TransferRow> TransfersByKey { get; private set; } = [];

    public IReadOnlyList<string> Signatures { get; private set; } = [];

    public static Task<LockedRows> LockAsync(PostgresTransaction transaction, IReadOnlyList<RecordChange> changes)
    {
        var transferIds = changes.Select(change => change.TransferId?.Value).OfType<Guid>().Distinct().ToArray();
        var keys = changes.Select(change => change.Key).OfType<RequestKey>().Distinct().ToArray();
        var signatures = changes.Select(change => change.Signature?.Value).OfType<string>().Distinct().ToArray();
        var judged = changes.Select(change => change.Judged).OfType<JudgedWallet>().ToArray();
        var concerned = changes.SelectMany(change => change.Concerned).Distinct().ToArray();
        return transaction.QueryMultipleAsync(
            $"""
            {(concerned.Length > 0 ? FreezeGate.Select : string.Empty)}
            {(judged.Length > 0 ? LockedPolicies.Select : string.Empty)}
            {LockedWallet.Select}
            {(transferIds.Length > 0 ? LockTransfers : string.Empty)}
            {(keys.Length > 0 ? ReadKeys : string.Empty)}
            {(signatures.Length > 0 ? ReadSignatures : string.Empty)}
            """,
            new
            {
                walletIds = changes.Select(change => change.WalletId.Value).Distinct().ToArray(),
                transferIds,
                users = keys.Select(key => key.UserId).ToArray(),
                keys = keys.Select(key => key.Key).ToArray(),
                signatures,
                policyScopes = LockedPolicies.Scopes(judged),
                policySubjects = LockedPolicies.Subjects(judged),
                freezeScopes = FreezeGate.Scopes(concerned),
                freezeSubjects = FreezeGate.Subjects(concerned),
            },
            results => ReadAsync(
                results, concerned.Length > 0, judged.Length > 0, transferIds.Length > 0, keys.Length > 0, signatures.Length > 0));
    }

    private static async Task<LockedRows> ReadAsync(
        SqlMapper.GridReader results, bool hasConcerned, bool hasJudged, bool hasTransfers, bool hasKeys, bool hasSignatures)
    {
        var rows = new LockedRows();
        if (hasConcerned)
        {
            rows.Frozen = await FreezeGate.ReadAsync(results);
        }

        if (hasJudged)
        {
            await rows.Policies.ReadAsync(results);
        }

        rows.Wallets = [.. await results.ReadAsync<LockedWallet>()];
        if (hasTransfers)
        {
            rows.Transfers = [.. await results.ReadAsync<TransferRow>()];
            rows.Reserved = [.. await results.ReadAsync<ReservedSum>()];
            rows.Tokens = [.. await results.ReadAsync<ReservedTokens>()];
            rows.Prepared = [.. await results.ReadAsync<PreparedAttempt>()];
        }

        if (hasKeys)
        {
            rows.Requests = [.. await results.ReadAsync<RequestRow>()];
            rows.TransfersByKey = [.. await results.ReadAsync<TransferRow>()];
        }

        if (hasSignatures)
        {
            rows.Signatures = [.. await results.ReadAsync<string>()];
        }

        return rows;
    }

    internal sealed record ReservedSum(Guid WalletId, int KeyNumber, decimal Reserved, decimal InFlight);

    internal sealed record ReservedTokens(Guid WalletId, int KeyNumber, string Mint, decimal Reserved, decimal InFlight);

    internal sealed record PreparedAttempt(Guid TransferId, int Number);
}
