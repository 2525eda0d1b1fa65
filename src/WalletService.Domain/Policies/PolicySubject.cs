using WalletService.Domain.Values;

namespace WalletService.Domain.Policies;

/// <summary>One transaction, or one message, as policies judge it.</summary>
public sealed record PolicySubject
{
    public required PolicyRequestKind Kind { get; init; }

    /// <summary>Who asked for it.</summary>
    public required CallerId Caller { get; init; }

    public required UserId UserId { get; init; }

    public required WalletId WalletId { get; init; }

    /// <summary>What leaves the wallet; empty when nothing does.</summary>
    public required IReadOnlyList<AssetMovement> Movements { get; init; }

    /// <summary>The programs that a caller's transaction calls. Empty for what the service builds itself.</summary>
    public IReadOnlyList<SolanaAddress> Programs { get; init; } = [];

    /// <summary>What is dangerous about it. Each is refused unless a policy allows it by its name.</summary>
    public IReadOnlyList<PolicyFinding> Findings { get; init; } = [];

    /// <summary>What is unusual about it, by name, e.g. <c>unusualAmount</c>. Nothing follows from one that no policy names.</summary>
    public IReadOnlyList<string> Signals { get; init; } = [];

    /// <summary>What the risk check has said.</summary>
    public RiskVerdict Risk { get; init; } = RiskVerdict.NotAsked;

    /// <summary>Whether the caller has declared what it moves. What the service builds itself is declared by its request.</summary>
    public bool IsDeclared { get; init; } = true;

    /// <summary>When it is judged.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How much of each asset leaves the wallet, whoever gets it.</summary>
    public IEnumerable<(Asset Asset, UInt128 Amount)> Totals() => Movements
        .GroupBy(movement => movement.Asset)
        .Select(group => (group.Key, group.Aggregate(UInt128.Zero, (sum, movement) => sum + movement.Amount)));
}

/// <summary>A danger in a caller's transaction.</summary>
/// <param name="Name">Short and constant, e.g. <c>SetAuthority</c>.</param>
/// <param name="Detail">One sentence for the caller.</param>
public sealed record PolicyFinding(string Name, string Detail);

/// <summary>What an outside risk service makes of a request.</summary>
public enum RiskVerdict
{
    /// <summary>No risk service is configured.</summary>
    NotAsked,
    Allow,

    /// <summary>Somebody has to look at it: approved by people, or refused where no policy says by whom.</summary>
    Review,
    Deny,
}
