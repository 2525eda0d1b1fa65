namespace WalletService.Ledger.Solana.Nodes;

/// <summary>A node gave no usable answer: unreachable, too slow, overloaded, behind, or not to be asked at the moment.</summary>
internal sealed class NodeUnavailableException : Exception
{
    public NodeUnavailableException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Set when the node wants to be left alone for a while, or has no room for another request.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>False when no request was made at all.</summary>
    public bool WasAsked { get; init; } = true;

    /// <summary>False only when it is certain that the node did nothing.</summary>
    public bool MayHaveActed { get; init; } = true;
}
