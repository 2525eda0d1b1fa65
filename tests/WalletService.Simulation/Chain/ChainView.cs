using System.Collections.Immutable;

namespace WalletService.Simulation.Chain;

/// <summary>The chain as of a slot: what one node can answer from.</summary>
internal sealed class ChainView(SimulatedChain chain, ulong slot, ulong confirmedHeight, ulong finalizedHeight)
{
    /// <summary>The newest block in view.</summary>
    public ChainBlock Processed { get; } = NewestAt(chain, slot);

    public ChainBlock At(string commitment) => commitment switch
    {
        "processed" => Processed,
        "confirmed" => chain.BlockAt(confirmedHeight),
        _ => chain.BlockAt(finalizedHeight),
    };

    /// <summary>Where the transaction landed, as far as this view reaches.</summary>
    public Landing? FindLanding(string signature) =>
        chain.FindLanding(signature) is { } landing && landing.Height <= Processed.Height ? landing : null;

    public string CommitmentOf(Landing landing) =>
        landing.Height <= finalizedHeight ? "finalized" : landing.Height <= confirmedHeight ? "confirmed" : "processed";

    public bool IsVisibleAt(Landing landing, string commitment) => landing.Height <= At(commitment).Height;

    /// <summary>The block of a slot; null when there is none, or none that far settled.</summary>
    public ChainBlock? FindBlock(ulong blockSlot, string commitment)
    {
        var block = NewestAt(chain, blockSlot);
        return block.Slot == blockSlot && block.Height <= At(commitment).Height ? block : null;
    }

    public ImmutableDictionary<string, ulong> BalancesAt(string commitment) => At(commitment).Balances;

    /// <summary>Whether a transaction with this blockhash could be executed in the block after that of the commitment.</summary>
    public bool Knows(string blockhash, string commitment)
    {
        var height = At(commitment).Height;
        return chain.HeightOf(blockhash) is { } made && made <= height && height <= made + SimulatedChain.BlockhashLife;
    }

    private static ChainBlock NewestAt(SimulatedChain chain, ulong slot)
    {
        var height = chain.Height;
        while (height > chain.FirstBlockHeight && chain.BlockAt(height).Slot > slot)
        {
            height--;
        }

        return chain.BlockAt(height);
    }
}
