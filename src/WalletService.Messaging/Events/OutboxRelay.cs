using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WalletService.Domain.Ports;

namespace WalletService.Messaging.Events;

/// <summary>
/// Publishes what the outbox holds. One instance at a time does, so that the events of a wallet leave in their order; the others
/// wait for their turn. An event is published at least once: who gets it twice knows it by its id.
/// </summary>
internal sealed class OutboxRelay(
    IOutbox outbox, EventPublisher publisher, IOptions<MessagingOptions> options, TimeProvider time, ILogger<OutboxRelay> logger)
    : BackgroundService
{
    private const int BatchSize = 200;

    /// <summary>The store's signal is a hint; this is how long an event waits when the signal is lost.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2);

    /// <summary>Events come in crowds. After a batch that was not full the next ones may gather for this long.</summary>
    private static readonly TimeSpan GatheringTime = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan TurnInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TrimInterval = TimeSpan.FromHours(1);

    private static readonly Meter Meter = new("WalletService");

    private static readonly Gauge<int> HasTurn = Meter.CreateGauge<int>(
        "wallet_outbox_relay", description: "1 on the instance that publishes events, else 0.");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var turn = await outbox.TryBecomeRelayAsync(stoppingToken);
                HasTurn.Record(turn is null ? 0 : 1);
                if (turn is null)
                {
                    await Task.Delay(TurnInterval, time, stoppingToken);
                }
                else
                {
                    await RelayAsync(turn, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                HasTurn.Record(0);
                logger.RelayFailed(exception);
                await Task.Delay(PauseAfterFailure, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task RelayAsync(IRelayTurn turn, CancellationToken stoppingToken)
    {
        var trimAt = time.GetUtcNow();
        while (await turn.IsHeldAsync(stoppingToken))
        {
            var events = await outbox.ReadAsync(BatchSize, stoppingToken);
            if (events.Count > 0)
            {
                var batch = await publisher.PublishAsync(events, stoppingToken);
                await outbox.MarkPublishedAsync(batch.Confirmed, stoppingToken);
                if (batch.Failure is not null)
                {
                    throw new PortUnavailableException("messaging", "Not every event was confirmed by the broker.", batch.Failure);
                }

                if (events.Count < BatchSize)
                {
                    await Task.Delay(GatheringTime, time, stoppingToken);
                }
            }
            else
            {
                await outbox.WaitForMoreAsync(LookInterval, stoppingToken);
            }

            if (time.GetUtcNow() >= trimAt)
            {
                // What is trimmed at a time is bounded: as long as there was something, there may be more.
                var trimmed = await outbox.TrimAsync(time.GetUtcNow() - options.Value.EventRetention, stoppingToken);
                trimAt = time.GetUtcNow() + (trimmed > 0 ? LookInterval : TrimInterval);
            }
        }
    }
}
