using WalletService.Solana.Rpc;

namespace WalletService.Ledger.Solana.Transactions;

/// <summary>
/// What is wrong with a blockhash on its face. How long it lives is believed to the node that gave it, so a false height, or a slot that
/// no other node will reach for years, would keep a transfer open, and its funds reserved, for as long.
/// </summary>
internal static class LatestBlockhashRules
{
    /// <summary>
    /// Nodes that are further apart than this, several hours of blocks, are not of one mind about the chain. Less than this may be a
    /// node that catches up.
    /// </summary>
    private const ulong FarthestAhead = 50_000;

    /// <param name="latest">What a node gave.</param>
    /// <param name="known">The slots that the nodes that count last told, its own among them.</param>
    /// <param name="maximumSlotsBehind">See <see cref="SolanaOptions.MaximumSlotsBehind"/>.</param>
    public static bool IsPlausible(RpcResult<LatestBlockhash> latest, IReadOnlyCollection<ulong> known, int maximumSlotsBehind)
    {
        // A block height never exceeds its slot.
        var isTooLong = latest.Value.LastValidBlockHeight > latest.Slot + FreshBlockhash.Life;

        // As for other reads: too old is what is far behind the best.
        var best = known.DefaultIfEmpty().Max();
        var isTooOld = latest.Slot + (2 * (ulong)maximumSlotsBehind) < best;

        return !isTooLong && !isTooOld && IsWithinReach(latest.Slot, known);
    }

    /// <summary>Whether the chain can have come to a slot, as far as the nodes tell; any can be, when none has told yet.</summary>
    /// <param name="slot">One that some node once told.</param>
    /// <param name="known">See <see cref="IsPlausible"/>.</param>
    public static bool IsWithinReach(ulong slot, IReadOnlyCollection<ulong> known)
    {
        // The second best is vouched for by the best, or told by another node than the one that lies. A single node is held to itself.
        var second = known.OrderDescending().Take(2).LastOrDefault();
        return known.Count == 0 || slot <= second + FarthestAhead;
    }
}
