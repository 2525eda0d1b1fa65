using WalletService.Domain.Anomalies;
using WalletService.Domain.Policies;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Postgres.Batching;
using WalletService.Postgres.Connections;

namespace WalletService.Postgres.Anomalies;

/// <inheritdoc cref="IPaymentHistory"/>
/// <remarks>Histories that are asked for at the same time are read in one round trip.</remarks>
internal sealed class PostgresPaymentHistory : IPaymentHistory, IAsyncDisposable
{
    private const string Operation = "payments.history";

    /// <summary>
    /// Four results, each found by an index for every payment (<c>0015_policies.sql</c>, <c>0019_risk.sql</c>, <c>0029_payment_history.sql</c>,
    /// <c>0035_look_alikes.sql</c>).
    /// The limits keep the planner from joining all payments with all that was ever paid.
    /// </summary>
    private const string Sql =
        """
        SELECT wanted.position, recent.count
        FROM unnest(@positions, @wallets, @transfers, @recentSince) AS wanted (position, wallet_id, transfer_id, since)
        CROSS JOIN LATERAL (
            SELECT count(*)
            FROM (
                SELECT FROM transfers
                WHERE wallet_id = wanted.wallet_id AND received_at > wanted.since AND id <> wanted.transfer_id
                ORDER BY received_at DESC LIMIT @mostRecent) AS newest) AS recent;

        SELECT wanted.position, wanted.asset, before.amount
        FROM unnest(@assetPositions, @assetWallets, @assetSources, @assets) AS wanted (position, wallet_id, source, asset)
        CROSS JOIN LATERAL (
            SELECT amount FROM spending
            WHERE wallet_id = wanted.wallet_id AND asset = wanted.asset AND source <> wanted.source
            ORDER BY at DESC LIMIT @mostAmounts) AS before;

        SELECT wanted.position, wanted.recipient
        FROM unnest(@paidPositions, @paidUsers, @paidTransfers, @recipients) AS wanted (position, user_id, transfer_id, recipient)
        CROSS JOIN LATERAL (
            SELECT FROM (
                (SELECT FROM transfers
                 WHERE user_id = wanted.user_id AND recipient = wanted.recipient AND confirmed_at IS NOT NULL AND id <> wanted.transfer_id
                 ORDER BY confirmed_at LIMIT 1)
                UNION ALL
                SELECT FROM batch_rows AS row
                JOIN batch_parts AS part ON part.batch_id = row.batch_id AND part.number = row.part
                JOIN transfers ON transfers.id = part.transaction_id
                WHERE row.recipient = wanted.recipient AND transfers.user_id = wanted.user_id AND transfers.confirmed_at IS NOT NULL
                  AND transfers.id <> wanted.transfer_id) AS earlier
            LIMIT 1) AS known;

        SELECT wanted.position, wanted.recipient, other.alike
        FROM unnest(@paidPositions, @paidUsers, @recipients) AS wanted (position, user_id, recipient)
        CROSS JOIN LATERAL (
            SELECT coalesce(
                (SELECT max(before.recipient) FROM transfers AS before
                 WHERE before.user_id = wanted.user_id AND before.confirmed_at IS NOT NULL AND before.recipient < wanted.recipient
                   AND left(before.recipient, 4) = left(wanted.recipient, 4) AND right(before.recipient, 4) = right(wanted.recipient, 4)),
                (SELECT min(after.recipient) FROM transfers AS after
                 WHERE after.user_id = wanted.user_id AND after.confirmed_at IS NOT NULL AND after.recipient > wanted.recipient
                   AND left(after.recipient, 4) = left(wanted.recipient, 4) AND right(after.recipient, 4) = right(wanted.recipient, 4)),
                (SELECT entry.address FROM addresses AS entry
                 WHERE entry.user_id = wanted.user_id AND entry.address <> wanted.recipient
                   AND left(entry.address, 4) = left(wanted.recipient, 4) AND right(entry.address, 4) = right(wanted.recipient, 4)
                 LIMIT 1),
                (SELECT row.recipient FROM batch_rows AS row
                 JOIN batch_parts AS part ON part.batch_id = row.batch_id AND part.number = row.part
                 JOIN transfers AS paid ON paid.id = part.transaction_id
                 WHERE row.user_id = wanted.user_id AND row.recipient < wanted.recipient AND paid.confirmed_at IS NOT NULL
                   AND left(row.recipient, 4) = left(wanted.recipient, 4) AND right(row.recipient, 4) = right(wanted.recipient, 4)
                 LIMIT 1),
                (SELECT row.recipient FROM batch_rows AS row
                 JOIN batch_parts AS part ON part.batch_id = row.batch_id AND part.number = row.part
                 JOIN transfers AS paid ON paid.id = part.transaction_id
                 WHERE row.user_id = wanted.user_id AND row.recipient > wanted.recipient AND paid.confirmed_at IS NOT NULL
                   AND left(row.recipient, 4) = left(wanted.recipient, 4) AND right(row.recipient, 4) = right(wanted.recipient, 4)
                 LIMIT 1)
            ) AS alike) AS other
        WHERE other.alike IS NOT NULL;
        """;

    /// <summary>A burst of more is a burst all the same.</summary>
    private const int MostRecent = 100_000;

    private readonly PostgresDatabase database;
    private readonly PostgresTelemetry telemetry;
    private readonly CallGatherer<HistoryOf> gatherer;

    public PostgresPaymentHistory(PostgresDatabase database, PostgresTelemetry telemetry)
    {
        this.database = database;
        this.telemetry = telemetry;
        gatherer = new CallGatherer<HistoryOf>(RunAsync);
    }

    public Task<PaymentHistory> ReadAsync(NewPayment payment, CancellationToken cancellationToken) => telemetry.MeasureAsync(
        Operation,
        async () =>
        {
            var call = new HistoryOf(payment);
            await gatherer.RunAsync(call, cancellationToken);
            return call.ToHistory();
        });

    public ValueTask DisposeAsync() => gatherer.DisposeAsync();

    private async Task RunAsync(IReadOnlyList<HistoryOf> calls)
    {
        telemetry.Gathered(Operation, calls.Count);
        await database.RepeatableAsync(
            $"{Operation}.query",
            async statements =>
            {
                foreach (var call in calls)
                {
                    call.Forget();
                }

                return await statements.QueryMultipleAsync(
                    Sql,
                    ParametersOf(calls),
                    async results =>
                    {
                        foreach (var row in await results.ReadAsync<RecentTransfers>())
                        {
                            calls[row.Position].Recent = (int)row.Count;
                        }

                        foreach (var row in await results.ReadAsync<PaidAmount>())
                        {
                            calls[row.Position].Amounts.Add((row.Asset, row.Amount));
                        }

                        foreach (var row in await results.ReadAsync<PaidRecipient>())
                        {
                            calls[row.Position].Known.Add(row.Recipient);
                        }

                        foreach (var row in await results.ReadAsync<AlikeRecipient>())
                        {
                            calls[row.Position].LookAlikes.Add(row.Recipient, row.Alike);
                        }

                        return true;
                    });
            },
            CancellationToken.None);
        foreach (var call in calls)
        {
            call.Complete();
        }
    }

    private static object ParametersOf(IReadOnlyList<HistoryOf> calls)
    {
        var numbered = calls.Index().Select(call => (call.Index, call.Item.Payment)).ToArray();
        var assets = numbered.SelectMany(call => call.Payment.Movements
            .Select(movement => movement.Asset.ToString()).Distinct().Select(asset => (call.Index, call.Payment, Asset: asset))).ToArray();
        var recipients = numbered.SelectMany(call => call.Payment.Movements
            .Select(movement => movement.Recipient?.Value).OfType<string>().Distinct()
            .Select(recipient => (call.Index, call.Payment, Recipient: recipient))).ToArray();
        return new
        {
            positions = numbered.Select(call => call.Index).ToArray(),
            wallets = numbered.Select(call => call.Payment.WalletId.Value).ToArray(),
            transfers = numbered.Select(call => call.Payment.Source?.Value ?? Guid.Empty).ToArray(),
            recentSince = numbered.Select(call => call.Payment.RecentSince).ToArray(),
            mostRecent = MostRecent,
            assetPositions = assets.Select(asset => asset.Index).ToArray(),
            assetWallets = assets.Select(asset => asset.Payment.WalletId.Value).ToArray(),
            assetSources = assets.Select(asset => asset.Payment.Source?.ToString() ?? string.Empty).ToArray(),
            assets = assets.Select(asset => asset.Asset).ToArray(),
            mostAmounts = PaymentHistory.MostAmounts,
            paidPositions = recipients.Select(recipient => recipient.Index).ToArray(),
            paidUsers = recipients.Select(recipient => recipient.Payment.UserId.Value).ToArray(),
            paidTransfers = recipients.Select(recipient => recipient.Payment.Source?.Value ?? Guid.Empty).ToArray(),
            recipients = recipients.Select(recipient => recipient.Recipient).ToArray(),
        };
    }

    /// <summary>One payment's history, as it is read with others.</summary>
    private sealed class HistoryOf(NewPayment payment) : GatheredCall
    {
        public NewPayment Payment => payment;

        public int Recent { get; set; }

        public List<(string Asset, decimal Amount)> Amounts { get; } = [];

        public HashSet<string> Known { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, string> LookAlikes { get; } = new(StringComparer.Ordinal);

        /// <summary>Drops what an earlier try has read.</summary>
        public void Forget()
        {
            Recent = 0;
            Amounts.Clear();
            Known.Clear();
            LookAlikes.Clear();
        }

        public PaymentHistory ToHistory() => new()
        {
            Recent = Recent,
            Amounts = Amounts
                .GroupBy(paid => paid.Asset, StringComparer.Ordinal)
                .ToDictionary(
                    group => Asset.Parse(group.Key), IReadOnlyList<UInt128> (group) => [.. group.Select(paid => (UInt128)paid.Amount)]),
            Known = Known.Select(SolanaAddress.Parse).ToHashSet(),
            LookAlikes = LookAlikes.ToDictionary(pair => SolanaAddress.Parse(pair.Key), pair => SolanaAddress.Parse(pair.Value)),
        };
    }

    internal sealed record RecentTransfers(int Position, long Count);

    internal sealed record PaidAmount(int Position, string Asset, decimal Amount);

    internal sealed record PaidRecipient(int Position, string Recipient);

    internal sealed record AlikeRecipient(int Position, string Recipient, string Alike);
}
