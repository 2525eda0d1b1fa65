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

    /// <summary>The keys that the wallet has or had, the current one last.</summary>
    public List<WalletAddress> Addresses { get; } = [];

    /// <summary>When retired addresses are next looked at, and how often they were, by the numbers of their keys.</summary>
    public Dictionary<int, (DateTimeOffset DueAt, int Rounds)> Sweeps { get; } = [];

    /// <summary>What came in to a retired address is swept soon.</summary>
    public void SweepSoon(DateTimeOffset now)
    {
        foreach (var (keyNumber, sweep) in Sweeps.ToArray())
        {
            Sweeps[keyNumber] = (sweep.DueAt < now ? sweep.DueAt : now, sweep.Rounds);
        }
    }

    public ulong SettledSlot { get; set; }

    public long EventSequence { get; set; }

    public string AuditHead { get; set; } = AuditEntry.Origin;
}
