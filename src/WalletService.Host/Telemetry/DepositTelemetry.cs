using System.Diagnostics.Metrics;
using WalletService.Domain.Deposits;
using WalletService.Domain.Ports;
using WalletService.Host.Metrics;

namespace WalletService.Host.Telemetry;

/// <summary>Logs and counts what the deposit scanner and the reconciliation do.</summary>
public sealed partial class DepositTelemetry : IDepositTelemetry, IDisposable
{
    private readonly Meter meter = new(WalletMetrics.MeterName);
    private readonly Counter<long> blocksScanned;
    private readonly Counter<long> transactionsScanned;
    private readonly Counter<long> deposits;
    private readonly Counter<long> entries;
    private readonly Counter<long> walletsCompared;
    private readonly WalletMetrics metrics;
    private readonly ILogger<DepositTelemetry> logger;
    private ulong slotsBehind;
    private long accountsDiffering;
    private HistoryGap? openGap;

    public DepositTelemetry(WalletMetrics metrics, ILogger<DepositTelemetry> logger)
    {
        this.metrics = metrics;
        this.logger = logger;
        blocksScanned = meter.CreateCounter<long>("wallet_deposit_blocks", description: "Finalized blocks booked by this instance.");
        transactionsScanned = meter.CreateCounter<long>(
            "wallet_deposit_transactions", description: "Transactions in the finalized blocks booked by this instance.");
        deposits = meter.CreateCounter<long>("wallet_deposits", description: "Deposits noted by this instance, by what became of them and asset.");
        entries = meter.CreateCounter<long>("wallet_ledger_entries", description: "Lines booked by this instance, by kind.");
        walletsCompared = meter.CreateCounter<long>(
            "wallet_reconciliation_wallets", description: "Wallets compared with the chain by this instance.");
        blocksScanned.Add(0);
        transactionsScanned.Add(0);
        walletsCompared.Add(0);
        foreach (var kind in Enum.GetValues<EntryKind>())
        {
            // A first unexplained line wakes somebody, and Prometheus sees no increase in a series that begins at 1.
            entries.Add(0, Label(kind));
        }

        meter.CreateObservableGauge(
            "wallet_deposit_lag_slots",
            () => (long)Volatile.Read(ref slotsBehind),
            description: "Slots that the books were behind the finalized chain when this instance last booked.");
        meter.CreateObservableGauge(
            "wallet_deposit_gap",
            () => Volatile.Read(ref openGap) is null ? 0 : 1,
            description: "1 while a block is missing on every node, and the books wait for it; else 0.");
    }

    public void Booked(IReadOnlyList<ChainBlock> blocks, Bookings bookings, ulong lag)
    {
        Volatile.Write(ref slotsBehind, lag);
        blocksScanned.Add(blocks.Count);
        transactionsScanned.Add(blocks.Sum(block => (long)block.TransactionCount));
        foreach (var kind in bookings.Entries.GroupBy(entry => entry.Kind))
        {
            entries.Add(kind.Count(), Label(kind.Key));
        }

        Count(bookings);
        if (bookings.Entries.Count > 0)
        {
            LogBooked(blocks[^1].Slot, blocks.Count, bookings.Entries.Count, bookings.Deposits.Count, lag);
        }
    }

    public void Detected(Bookings bookings) => Count(bookings);

    public void GapIs(HistoryGap? gap)
    {
        var before = Interlocked.Exchange(ref openGap, gap);
        if (gap is not null && before?.Slot != gap.Slot)
        {
            LogGap(gap.Slot, gap.Reason);
        }
        else if (gap is null && before is not null)
        {
            LogGapClosed(before.Slot);
        }
    }

    public void Compared(int wallets, long differences)
    {
        walletsCompared.Add(wallets);
        if (Interlocked.Exchange(ref accountsDiffering, differences) != differences && differences > 0)
        {
            LogDifferences(differences);
        }
    }

    public void RoundFailed(string round, Exception reason)
    {
        metrics.RecordRoundFailure(round);
        if (reason is PortUnavailableException or OutcomeUnknownException)
        {
            LogRoundDelayed(round, reason.Message);
        }
        else
        {
            LogRoundFailed(reason, round);
        }
    }

    public void Dispose() => meter.Dispose();

    private static KeyValuePair<string, object?> Label(EntryKind kind) => new("kind", kind.ToString().ToLowerInvariant());

    private void Count(Bookings bookings)
    {
        foreach (var kind in bookings.Deposits.GroupBy(deposit => (deposit.Status, IsToken: deposit.Mint is not null)))
        {
            deposits.Add(
                kind.Count(),
                new("status", kind.Key.Status.ToString().ToLowerInvariant()),
                new("asset", kind.Key.IsToken ? "token" : "sol"));
        }
    }

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Booked to slot {Slot}: {Blocks} blocks, {Entries} lines, {Deposits} deposits; {Lag} slots behind")]
    private partial void LogBooked(ulong slot, int blocks, int entries, int deposits, ulong lag);

    [LoggerMessage(Level = LogLevel.Critical, Message = "No node has the block of slot {Slot}, and nothing after it is booked: {Reason}")]
    private partial void LogGap(ulong slot, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The block of slot {Slot} is missing no longer, or another instance scans")]
    private partial void LogGapClosed(ulong slot);

    [LoggerMessage(Level = LogLevel.Error, Message = "The books of {Differences} accounts differ from the chain")]
    private partial void LogDifferences(long differences);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The deposit round '{Round}' waits: {Reason}")]
    private partial void LogRoundDelayed(string round, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The deposit round '{Round}' failed; it is tried again")]
    private partial void LogRoundFailed(Exception exception, string round);
}
