using Microsoft.Extensions.Options;

namespace WalletService.Ledger.Solana.Nodes;

/// <summary>The newest slot that any node showed in the last round of looks; zero while none answers.</summary>
internal sealed class ClusterTip(IOptions<SolanaOptions> options)
{
    private readonly ulong tolerated = 2 * (ulong)options.Value.MaximumSlotsBehind;
    private ulong slot;

    public ulong Slot
    {
        get => Volatile.Read(ref slot);
        set => Volatile.Write(ref slot, value);
    }

    /// <summary>
    /// Whether an answer of this slot is too old to be used. A finalized answer is some 32 slots old by nature, so the measure is
    /// twice that of a healthy node.
    /// </summary>
    public bool IsFarBehind(ulong answered) => answered + tolerated < Slot;
}
