using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;

namespace WalletService.TestKit.Fakes;

/// <summary>Hears of rotations and sweeps, and keeps nothing of it.</summary>
public sealed class SilentSweepTelemetry : ISweepTelemetry
{
    public void Rotated(WalletId walletId, int keyNumber)
    {
        // Nobody asks.
    }

    public void SweepBegun(RetiredAddress address, Transfer transfer)
    {
        // Nobody asks.
    }

    public void Left(RetiredAddress address, SolanaAddress? mint, string reason)
    {
        // Nobody asks.
    }

    public void RoundFailed(string round, Exception reason)
    {
        // Nobody asks.
    }
}
