using WalletService.Domain.Values;

namespace WalletService.Ledger.Solana.Transactions;

/// <summary>
/// In which block a transaction was reported as finalized, for a look at the whole block. A hint only: what the block does not have is
/// asked for by itself.
/// </summary>
internal sealed class ExecutedSlots
{
    private const int Capacity = 20_000;

    private readonly Lock gate = new();
    private readonly Dictionary<TransactionSignature, ulong> slots = [];

    public void Note(TransactionSignature signature, ulong slot)
    {
        lock (gate)
        {
            if (slots.Count >= Capacity)
            {
                slots.Clear();
            }

            slots[signature] = slot;
        }
    }

    /// <summary>Null when nothing is known; forgets it.</summary>
    public ulong? Take(TransactionSignature signature)
    {
        lock (gate)
        {
            return slots.Remove(signature, out var slot) ? slot : null;
        }
    }
}
