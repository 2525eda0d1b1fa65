using WalletService.Domain.Auditing;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;

namespace WalletService.Embedded.Storage;

/// <summary>A wallet's row.</summary>
internal sealed class StoredWallet(NewWallet request)
{
    public NewWallet Request { get; } = request;

    /// <summary>Null while the wallet is only reserved.</summary>
    public Wallet? Wallet { get; set; }

    public ulong SettledSlot { get; set; }

    public long EventSequence { get; set; }

    public string AuditHead { get; set; } = AuditEntry.Origin;
}
