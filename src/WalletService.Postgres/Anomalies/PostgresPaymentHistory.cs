using WalletService.Domain.Anomalies;
using WalletService.Domain.Policies;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Postgres.Connections;

namespace WalletService.Postgres.Anomalies;

/// <inheritdoc cref="IPaymentHistory"/>
internal sealed class PostgresPaymentHistory(PostgresDatabase database) : IPaymentHistory
{
    /// <summary>Four results in one round trip, each found by an index (<c>0003</c>, <c>0015_policies.sql</c>, <c>0019_risk.sql</c>).</summary>
    private const string Sql =
        """
        SELECT count(*)
        FROM (SELECT received_at FROM transfers WHERE wallet_id = @wallet AND id <> @transfer ORDER BY id DESC LIMIT @mostRecent) AS newest
        WHERE received_at > @recentSince;

        SELECT wanted.asset, before.amount
        FROM unnest(@assets) AS wanted (asset)
        CROSS JOIN LATERAL (
            SELECT amount FROM spending
            WHERE wallet_id = @wallet AND asset = wanted.asset AND source <> @source
            ORDER BY at DESC LIMIT @mostAmounts) AS before;

        SELECT wanted.recipient
        FROM unnest(@recipients) AS wanted (recipient)
        WHERE EXISTS (
                SELECT FROM transfers
                WHERE user_id = @user AND recipient = wanted.recipient AND confirmed_at IS NOT NULL AND id <> @transfer)
           OR EXISTS (
                SELECT FROM batch_rows AS row
                JOIN batch_parts AS part ON part.batch_id = row.batch_id AND part.number = row.part
                JOIN transfers ON transfers.id = part.transaction_id
                WHERE row.recipient = wanted.recipient AND transfers.user_id = @user AND transfers.confirmed_at IS NOT NULL
                  AND transfers.id <> @transfer);

        SELECT wanted.recipient, min(other.recipient) AS alike
        FROM unnest(@recipients) AS wanted (recipient)
        JOIN transfers AS other
          ON other.user_id = @user AND left(other.recipient, 4) = left(wanted.recipient, 4)
         AND right(other.recipient, 4) = right(wanted.recipient, 4)
        WHERE other.recipient <> wanted.recipient AND other.confirmed_at IS NOT NULL AND other.id <> @transfer
        GROUP BY wanted.recipient;
        """;

    /// <summary>A burst of more is a burst all the same.</summary>
    private const int MostRecent = 100_000;

    public Task<PaymentHistory> ReadAsync(NewPayment payment, CancellationToken cancellationToken) => database.RepeatableAsync(
        "payments.history",
        statements => statements.QueryMultipleAsync(
            Sql,
            new
            {
                wallet = payment.WalletId.Value,
                user = payment.UserId.Value,
                transfer = payment.Source?.Value ?? Guid.Empty,
                source = payment.Source?.ToString() ?? string.Empty,
                recentSince = payment.RecentSince,
                mostRecent = MostRecent,
                mostAmounts = PaymentHistory.MostAmounts,
                assets = payment.Movements.Select(movement => movement.Asset.ToString()).Distinct().ToArray(),
                recipients = payment.Movements.Select(movement => movement.Recipient?.Value).OfType<string>().Distinct().ToArray(),
            },
            async results => new PaymentHistory
            {
                Recent = (int)await results.ReadSingleAsync<long>(),
                Amounts = (await results.ReadAsync<PaidAmount>())
                    .GroupBy(paid => paid.Asset, StringComparer.Ordinal)
                    .ToDictionary(
                        group => Asset.Parse(group.Key), IReadOnlyList<UInt128> (group) => [.. group.Select(paid => (UInt128)paid.Amount)]),
                Known = (await results.ReadAsync<string>()).Select(SolanaAddress.Parse).ToHashSet(),
                LookAlikes = (await results.ReadAsync<AlikeRecipient>()).ToDictionary(
                    row => SolanaAddress.Parse(row.Recipient), row => SolanaAddress.Parse(row.Alike)),
            }),
        cancellationToken);

    internal sealed record PaidAmount(string Asset, decimal Amount);

    internal sealed record AlikeRecipient(string Recipient, string Alike);
}
