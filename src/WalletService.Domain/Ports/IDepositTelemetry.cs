using WalletService.Domain.Deposits;

namespace WalletService.Domain.Ports;

/// <summary>Hears how the scanner does, for logs and metrics. Never throws.</summary>
public interface IDepositTelemetry
{
    /// <summary>Finalized blocks are in the books.</summary>
    /// <param name="lag">How many slots the books are behind the chain.</param>
    void Booked(IReadOnlyList<ChainBlock> blocks, Bookings bookings, ulong lag);

    /// <summary>Deposits of confirmed blocks were noted.</summary>
    void Detected(Bookings bookings);

    /// <summary>A block is missing; null when none is any more, or when another instance scans.</summary>
    void GapIs(HistoryGap? gap);

    /// <summary>Wallets were compared with the chain.</summary>
    /// <param name="differences">How many accounts differ, of all wallets.</param>
    void Compared(int wallets, long differences);

    /// <summary>A round failed and will be tried again.</summary>
    void RoundFailed(string round, Exception reason);
}
