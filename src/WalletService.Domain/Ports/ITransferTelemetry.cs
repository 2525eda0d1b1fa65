using WalletService.Domain.Transactions;

namespace WalletService.Domain.Ports;

/// <summary>Hears what becomes of transfers, for logs and metrics. Never throws.</summary>
public interface ITransferTelemetry
{
    /// <summary>A transfer has moved, and the move is committed.</summary>
    void Moved(Transfer before, Transfer after);

    /// <summary>A step could not be taken and will be tried again; the transfer is where it was.</summary>
    void StepDelayed(Transfer transfer, Exception reason);

    /// <summary>A signed transaction was sent, for the first time or again.</summary>
    void Sent(Transfer transfer, SendOutcome outcome);

    /// <summary>The key was used, or refused.</summary>
    void Signed(Transfer transfer, TimeSpan duration, bool success);

    /// <summary>A round of the tracker's own work failed and will be tried again.</summary>
    void RoundFailed(string round, Exception reason);
}
