namespace WalletService.Benchmarks.Workloads;

/// <summary>One kind of request: where it goes, what it says, and which reply is expected.</summary>
internal abstract class Workload(char letter, string name, string exchange, string routingKey)
{
    /// <summary>By what <c>--only</c> names it.</summary>
    public char Letter { get; } = letter;

    /// <summary>What the report calls it.</summary>
    public string Name { get; } = name;

    public string Exchange { get; } = exchange;

    public string RoutingKey { get; } = routingKey;

    /// <summary>Headers of each request.</summary>
    public virtual IDictionary<string, object?>? Headers => null;

    /// <summary>The body of the next request.</summary>
    /// <param name="sequence">Counts the requests of one run from 0.</param>
    public abstract ReadOnlyMemory<byte> NextBody(long sequence);

    /// <summary>Whether a reply is what a caller wants.</summary>
    public abstract bool IsExpected(ReadOnlySpan<byte> reply);
}
