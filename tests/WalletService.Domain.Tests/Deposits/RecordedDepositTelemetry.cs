using WalletService.Domain.Deposits;
using WalletService.Domain.Ports;

namespace WalletService.Domain.Tests.Deposits;

/// <summary>Keeps what it hears.</summary>
internal sealed class RecordedDepositTelemetry : IDepositTelemetry
{
    public HistoryGap? Gap { get; private set; }

    public ulong Lag { get; private set; }

    public int Blocks { get; private set; }

    public List<Exception> Failures { get; } = [];

    public void Booked(IReadOnlyList<ChainBlock> blocks, Bookings bookings, ulong lag)
    {
        Blocks += blocks.Count;
        Lag = lag;
    }

    public void Detected(Bookings bookings)
    {
        // Told by the events.
    }

    public void GapIs(HistoryGap? gap) => Gap = gap;

    public void Compared(int wallets, long differences)
    {
        // No reconciliation runs here.
    }

    public void RoundFailed(string round, Exception reason) => Failures.Add(reason);
}
