using WalletService.Domain.Ports;

namespace WalletService.Ledger.Solana.Transactions;

/// <summary>What one node says of a transaction that is judged.</summary>
internal abstract record NodeTestimony
{
    private NodeTestimony()
    {
    }

    /// <summary>It can't have been executed: the node has finalized its expiry, and then found nothing of it in a complete history.</summary>
    public sealed record Nothing : NodeTestimony;

    /// <summary>The node has a status of it.</summary>
    public sealed record Found(ObservedStatus Status) : NodeTestimony;

    /// <summary>The node has not kept the blocks that might have it.</summary>
    public sealed record Forgotten(string Reason) : NodeTestimony;

    /// <summary>The node proves neither.</summary>
    public sealed record Doubtful(string Reason) : NodeTestimony;
}
