namespace WalletService.Ledger.Solana.Nodes;

/// <summary>What a healthy node keeps to.</summary>
internal sealed record NodeLimits
{
    public required ulong MaximumSlotsBehind { get; init; }

    public required TimeSpan SlowAnswer { get; init; }

    /// <summary>By <see cref="NodeTraffic"/>'s way of counting, four failures in a row are more.</summary>
    public double MaximumFailureShare { get; init; } = 0.3;

    public static NodeLimits Of(SolanaOptions options) => new()
    {
        MaximumSlotsBehind = (ulong)options.MaximumSlotsBehind,
        SlowAnswer = options.SlowAnswer,
    };
}
