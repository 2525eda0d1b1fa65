using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WalletService.Domain.Policies;
using WalletService.Domain.Ports;
using WalletService.Postgres.Connections;

namespace WalletService.Postgres.Records;

/// <summary>
/// Deletes the idempotency keys of requests that ended long ago. Keys of wallets that are not made yet, and of transfers and
/// batches that are still open, are kept however old they are. What was moved before the longest window of any policy goes as well.
/// </summary>
internal sealed class RequestRetention(
    PostgresDatabase database, IOptions<PostgresOptions> options, TimeProvider time, ILogger<RequestRetention> logger) : BackgroundService
{
    private const int Batch = 10_000;
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);
    private static readonly TimeSpan PauseBetweenBatches = TimeSpan.FromSeconds(1);

    /// <summary>Deletes a bounded number of keys; returns how many. Instances that do it at once delete different ones.</summary>
    public Task<int> TrimAsync(CancellationToken cancellationToken) => database.RepeatableAsync(
        "requests.trim",
        statements => statements.ExecuteAsync(
            """
            DELETE FROM requests
            USING (
                SELECT user_id, key
                FROM requests
                WHERE created_at < @endedBefore
                  AND NOT EXISTS (SELECT FROM wallets WHERE wallets.id = requests.resource_id AND wallets.status = 'Reserved')
                  AND NOT EXISTS (SELECT FROM batches WHERE batches.id = requests.resource_id AND batches.status <> 'Ended')
                  AND NOT EXISTS (
                      SELECT FROM transfers
                      WHERE transfers.id = requests.resource_id
                        AND transfers.status NOT IN ('Finalized', 'Rejected', 'Failed', 'Expired', 'Cancelled'))
                ORDER BY created_at
                LIMIT @batch
                FOR UPDATE SKIP LOCKED) AS ended
            WHERE requests.user_id = ended.user_id AND requests.key = ended.key
            """,
            new { endedBefore = time.GetUtcNow() - options.Value.RequestRetention, batch = Batch }),
        cancellationToken);

    /// <summary>Deletes a bounded part of what no window of a policy can count any more; returns how many rows.</summary>
    public Task<int> TrimSpendingAsync(CancellationToken cancellationToken) => database.RepeatableAsync(
        "spending.trim",
        statements => statements.ExecuteAsync(
            """
            DELETE FROM spending
            USING (SELECT source, asset FROM spending WHERE at < @countedSince LIMIT @batch FOR UPDATE SKIP LOCKED) AS old
            WHERE spending.source = old.source AND spending.asset = old.asset
            """,
            new { countedSince = time.GetUtcNow() - SpendingWindow.Longest - TimeSpan.FromDays(1), batch = Batch }),
        cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(await TrimOrLogAsync(stoppingToken) == Batch ? PauseBetweenBatches : Interval, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service stops.
        }
    }

    private async Task<int> TrimOrLogAsync(CancellationToken cancellationToken)
    {
        try
        {
            var trimmed = await TrimAsync(cancellationToken);
            if (trimmed > 0)
            {
                Log.RequestsTrimmed(logger, trimmed);
            }

            return Math.Max(trimmed, await TrimSpendingAsync(cancellationToken));
        }
        catch (PortUnavailableException)
        {
            // Logged where it happened; nothing is lost by doing it later.
            return 0;
        }
    }
}
