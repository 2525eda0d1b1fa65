using System.Globalization;

namespace WalletService.Ledger.Solana.Nodes;

/// <summary>What one look at a node showed.</summary>
internal sealed record NodeLook
{
    /// <summary>Why the node did not answer; null when it did.</summary>
    public string? NoAnswer { get; init; }

    /// <summary>Whether it was not even asked, because it wants to be left alone.</summary>
    public bool IsHeldBack { get; init; }

    /// <summary>What the node says of itself.</summary>
    public bool SaysHealthy { get; init; } = true;

    /// <summary>Its newest confirmed slot.</summary>
    public ulong? Slot { get; init; }

    /// <summary>How far it is behind the best node.</summary>
    public ulong SlotsBehind { get; init; }

    /// <summary>Share of recent requests that got no usable answer, looks included, 0 to 1.</summary>
    public double FailureShare { get; init; }

    /// <summary>How long answers have taken recently, on average.</summary>
    public TimeSpan UsualTime { get; init; }

    /// <summary>What speaks against the node; null when nothing does.</summary>
    public string? Fault(NodeLimits limits)
    {
        if (NoAnswer is not null)
        {
            return NoAnswer;
        }

        if (!SaysHealthy)
        {
            return "it says that it is behind or unhealthy";
        }

        if (SlotsBehind > limits.MaximumSlotsBehind)
        {
            return string.Create(CultureInfo.InvariantCulture, $"it is {SlotsBehind} slots behind the best node");
        }

        if (FailureShare > limits.MaximumFailureShare)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{FailureShare:0%} of recent requests got no usable answer");
        }

        return UsualTime > limits.SlowAnswer
            ? string.Create(CultureInfo.InvariantCulture, $"its answers take {UsualTime.TotalMilliseconds:0} ms")
            : null;
    }
}
