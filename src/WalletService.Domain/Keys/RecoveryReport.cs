using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Keys;

/// <summary>What a recovery has done.</summary>
public sealed class RecoveryReport
{
    /// <summary>Wallets that are in the database again, those without a known owner among them.</summary>
    public int Wallets { get; internal set; }

    /// <summary>
    /// Keys that were made ahead and never used, of which nobody knows whether they were given out: kept under
    /// <see cref="WalletRecovery.UnknownOwner"/>, frozen.
    /// </summary>
    public int SetAside { get; internal set; }

    /// <summary>Wallets whose owner nobody knows: kept under <see cref="WalletRecovery.UnknownOwner"/>, frozen.</summary>
    public IList<WalletId> WithoutOwner { get; } = [];

    /// <summary>Wallets that are known to have existed, and have no usable key in the vault.</summary>
    public IList<WalletId> Missing { get; } = [];

    /// <summary>Keys that are no wallet's: unusable, or others of a wallet that has one.</summary>
    public IList<RegisteredKey> LeftOut { get; } = [];

    /// <summary>Whether every known wallet is there and has its owner.</summary>
    public bool IsComplete => WithoutOwner.Count == 0 && Missing.Count == 0;
}
