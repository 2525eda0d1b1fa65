using WalletService.Domain.Errors;
using WalletService.Domain.Policies;
using WalletService.Domain.Ports;

namespace WalletService.Domain.Inspection;

/// <summary>What was found out about a caller's transaction.</summary>
public sealed record CallerInspection
{
    public required TransactionEffects Effects { get; init; }

    /// <summary>Null when nobody had to ask for it.</summary>
    public required TransactionSimulation? Simulation { get; init; }

    /// <summary>What leaves the wallet, by the larger of what the transaction states and what its simulation shows.</summary>
    public required IReadOnlyList<AssetMovement> Movements { get; init; }

    /// <summary>What else it may do.</summary>
    public required IReadOnlyList<PolicyFinding> Findings { get; init; }

    /// <summary>Why it is refused whatever the policies say; null when it is not.</summary>
    public WalletError? Refusal { get; init; }

    /// <summary>As policies judge it.</summary>
    public PolicyFacts ToFacts(bool isDeclared) => new()
    {
        Movements = Movements,
        Programs = Effects.Programs,
        Findings = Findings,
        IsDeclared = isDeclared,
        Digest = Effects.Digest,
    };
}
