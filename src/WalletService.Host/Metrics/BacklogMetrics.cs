using System.Diagnostics.Metrics;
using WalletService.Domain.Operations;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Host.Composition;

namespace WalletService.Host.Metrics;

/// <summary>
/// Reads what is open from the store, once in an interval, never for a scrape. Every instance does, so that the values outlive any
/// one of them: they are the same on all, but for the interval.
/// </summary>
public sealed partial class BacklogMetrics : BackgroundService
{
    private static readonly TransferStatus[] OpenStates = [.. Enum.GetValues<TransferStatus>().Where(status => !status.IsEnd())];

    private readonly Meter meter = new(WalletMetrics.MeterName);
    private readonly IBacklogReader reader;
    private readonly ServiceOptions options;
    private readonly TimeProvider time;
    private readonly ILogger<BacklogMetrics> logger;
    private readonly DateTimeOffset startedAt;
    private volatile Reading? last;

    public BacklogMetrics(IBacklogReader reader, ServiceOptions options, TimeProvider time, ILogger<BacklogMetrics> logger)
    {
        this.reader = reader;
        this.options = options;
        this.time = time;
        this.logger = logger;
        startedAt = time.GetUtcNow();
        CreateTransferGauges();
        CreateOtherGauges();
    }

    public override void Dispose()
    {
        meter.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                last = new Reading(await reader.ReadAsync(stoppingToken), time.GetUtcNow());
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // The last values stay, and their age tells how old they are.
                NotRead(logger, exception.Message);
            }

            await Task.Delay(options.BacklogInterval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void CreateTransferGauges()
    {
        meter.CreateObservableGauge(
            "wallet_transfers_open",
            () => OfEachState(of => of?.Count ?? 0),
            description: "Transfers that have not ended, of all instances, by state.");
        meter.CreateObservableGauge(
            "wallet_transfers_oldest_age",
            unit: "s",
            description: "Time since the oldest transfer in a state became ready or, before that, was received; 0 when there is none.",
            observeValues: () => OfEachState(of => Age(of?.OldestSince)));
        meter.CreateObservableGauge(
            "wallet_reserved_lamports", () => OfLast(backlog => (double)backlog.ReservedLamports), description: "What open transfers hold back of all wallets' funds.");
        meter.CreateObservableGauge(
            "wallet_batches_open", () => OfLast(backlog => backlog.OpenBatches), description: "Batch payments that have not ended.");
    }

    private void CreateOtherGauges()
    {
        meter.CreateObservableGauge(
            "wallet_outbox_events", () => OfLast(backlog => backlog.UnpublishedEvents), description: "Events that are committed and not published yet.");
        meter.CreateObservableGauge(
            "wallet_outbox_age",
            unit: "s",
            description: "Time since the oldest event that is not published yet was committed; 0 when there is none.",
            observeValues: () => OfLast(backlog => Age(backlog.OldestUnpublishedAt)));
        meter.CreateObservableGauge<double>(
            "wallet_deposit_books_slot",
            BookedSlot,
            description: "Slot of the last booked block.");
        meter.CreateObservableGauge(
            "wallet_reconciliation_differences",
            () => OfLast(backlog => backlog.DifferingAccounts),
            description: "Accounts whose books differ from the chain by their last comparison.");
        meter.CreateObservableGauge(
            "wallet_backlog_age",
            unit: "s",
            description: "Time since what is open was last read from the store; since the start while it never was.",
            observeValue: () => (time.GetUtcNow() - (last?.At ?? startedAt)).TotalSeconds);
    }

    private IEnumerable<Measurement<double>> OfEachState(Func<OpenTransfers?, double> value) => last is { Backlog: var backlog }
        ? OpenStates.Select(state => new Measurement<double>(
            value(backlog.Transfers.FirstOrDefault(open => open.Status == state)),
            new KeyValuePair<string, object?>("state", state.ToString().ToLowerInvariant())))
        : [];

    private Measurement<double>[] OfLast(Func<Backlog, double> value) =>
        last is { Backlog: var backlog } ? [new Measurement<double>(value(backlog))] : [];

    /// <summary>None until the books are opened.</summary>
    private Measurement<double>[] BookedSlot() => last?.Backlog.BookedSlot is { } slot ? [new Measurement<double>(slot)] : [];

    private double Age(DateTimeOffset? since) => since is { } from ? Math.Max(0, (time.GetUtcNow() - from).TotalSeconds) : 0;

    [LoggerMessage(EventId = 1, Level = LogLevel.Debug, Message = "What is open could not be read for the metrics: {Reason}")]
    private static partial void NotRead(ILogger logger, string reason);

    private sealed record Reading(Backlog Backlog, DateTimeOffset At);
}
