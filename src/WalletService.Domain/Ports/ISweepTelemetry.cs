using WalletService.Domain.Transactions;
using WalletService.Domain.Values;

namespace WalletService.Domain.Ports;

/// <summary>Hears of rotations and of what retired addresses hold, for logs and metrics. Never throws.</summary>
public interface ISweepTelemetry
{
    /// <summary>The wallet has another key.</summary>
    void Rotated(WalletId walletId, int keyNumber);

    /// <summary>A transfer was committed that empties a retired address, or lends it what its sweep costs.</summary>
    void SweepBegun(RetiredAddress address, Transfer transfer);

    /// <summary>A token stays at a retired address.</summary>
    /// <param name="mint">The token; null for SOL.</param>
    /// <param name="reason">Why it can't be swept now.</param>
    void Left(RetiredAddress address, SolanaAddress? mint, string reason);

    /// <summary>A round failed and will be tried again.</summary>
    void RoundFailed(string round, Exception reason);
}
