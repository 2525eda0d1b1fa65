using WalletService.Solana.Rpc;

namespace WalletService.Ledger.Solana.Nodes;

/// <summary>What became of a read that was put to the nodes in turn.</summary>
internal sealed class ReadOutcome<T>
{
    private readonly List<NodeUnavailableException> failures = [];

    public bool IsAnswered { get; private set; }

    public T? Value { get; private set; }

    /// <summary>The node that gave the answer.</summary>
    public SolanaNode? From { get; private set; }

    /// <summary>Of the nodes that gave no usable answer.</summary>
    public IReadOnlyList<NodeUnavailableException> Failures => failures;

    /// <summary>The last error that says something about the request itself.</summary>
    public (SolanaNode Node, RpcException Error)? Refusal { get; private set; }

    /// <summary>Whether any node was asked at all; those at their limits and those that want to be left alone are not.</summary>
    public bool WasAsked => IsAnswered || Refusal is not null || failures.Exists(failure => failure.WasAsked);

    /// <summary>When the first of the nodes may be asked again, if all of them said.</summary>
    public TimeSpan? RetryAfter => failures.TrueForAll(failure => failure.RetryAfter is not null) ? failures.Min(failure => failure.RetryAfter) : null;

    public void Answer(SolanaNode node, T value)
    {
        From = node;
        Value = value;
        IsAnswered = true;
    }

    public void Fail(NodeUnavailableException failure) => failures.Add(failure);

    public void Refuse(SolanaNode node, RpcException error) => Refusal = (node, error);
}
