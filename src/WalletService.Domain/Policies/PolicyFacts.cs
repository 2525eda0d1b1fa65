using WalletService.Domain.Values;

namespace WalletService.Domain.Policies;

/// <summary>What is found out about a transfer beside what its content says, before it is decided on.</summary>
public sealed record PolicyFacts
{
    /// <summary>Nothing was found, or there is nothing to find.</summary>
    public static PolicyFacts None { get; } = new();

    /// <summary>What a caller's transaction moves; null where the content or the simulation tells.</summary>
    public IReadOnlyList<AssetMovement>? Movements { get; init; }

    /// <inheritdoc cref="PolicySubject.Programs"/>
    public IReadOnlyList<SolanaAddress> Programs { get; init; } = [];

    /// <inheritdoc cref="PolicySubject.Findings"/>
    public IReadOnlyList<PolicyFinding> Findings { get; init; } = [];

    /// <inheritdoc cref="PolicySubject.Signals"/>
    public IReadOnlyList<string> Signals { get; init; } = [];

    /// <inheritdoc cref="PolicySubject.Risk"/>
    public RiskVerdict Risk { get; init; } = RiskVerdict.NotAsked;

    /// <inheritdoc cref="PolicySubject.IsDeclared"/>
    public bool IsDeclared { get; init; } = true;

    /// <summary>
    /// Of a caller's transaction with all the addresses that lookup tables gave it, which have to be the same when it is signed; null for what
    /// the service builds itself.
    /// </summary>
    public string? Digest { get; init; }

    /// <summary>Whether the content alone tells as much.</summary>
    public bool IsNothing => Movements is null && Programs.Count == 0 && Findings.Count == 0 && Signals.Count == 0
        && Risk == RiskVerdict.NotAsked && IsDeclared && Digest is null;
}
