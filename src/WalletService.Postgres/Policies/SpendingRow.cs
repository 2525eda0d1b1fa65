using Npgsql;
using WalletService.Domain.Policies;
using WalletService.Domain.Values;
using WalletService.Postgres.Connections;

namespace WalletService.Postgres.Policies;

/// <summary>What something has moved, or may move, of one asset.</summary>
/// <param name="Source">A transfer's id, or what <see cref="SourceOfSignature"/> gives.</param>
internal sealed record SpendingRow(string Source, string Asset, decimal Amount, Guid WalletId, string UserId, DateTimeOffset At)
{
    /// <summary>The source of what a caller's transaction moves that was signed without being sent by the service.</summary>
    public static string SourceOfSignature(UserId user, IdempotencyKey key) =>
        "sign:" + RequestFingerprint.Of(user.Value, key.Value).Value;

    public static IReadOnlyList<SpendingRow> Of(
        string source, UserId user, WalletId wallet, IEnumerable<AssetMovement> movements, DateTimeOffset at) =>
    [
        .. movements
            .GroupBy(movement => movement.Asset)
            .Select(group => new SpendingRow(
                source, group.Key.ToString(), group.Sum(movement => (decimal)movement.Amount), wallet.Value, user.Value, at)),
    ];

    public static NpgsqlBatchCommand Write(IReadOnlyCollection<SpendingRow> rows) => Statement.Of(
        """
        INSERT INTO spending (source, asset, amount, wallet_id, user_id, at)
        SELECT source, asset, amount, wallet_id, user_id, at
        FROM unnest($1, $2, $3, $4, $5, $6) AS spent (source, asset, amount, wallet_id, user_id, at)
        ON CONFLICT (source, asset) DO UPDATE SET amount = excluded.amount, at = excluded.at
        """,
        rows.Column(row => row.Source),
        rows.Column(row => row.Asset),
        rows.Column(row => row.Amount),
        rows.Column(row => row.WalletId),
        rows.Column(row => row.UserId),
        rows.Column(row => row.At));

    /// <summary>Nothing has moved after all.</summary>
    public static NpgsqlBatchCommand TakeBack(IReadOnlyCollection<string> sources) =>
        Statement.Of("DELETE FROM spending WHERE source = ANY ($1)", sources.Column(source => source));
}
