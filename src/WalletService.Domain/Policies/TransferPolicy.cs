using WalletService.Domain.Values;

namespace WalletService.Domain.Policies;

/// <summary>By which policies a transfer was accepted, kept with it until its end.</summary>
public sealed record TransferPolicy
{
    /// <inheritdoc cref="Policy.Pin"/>
    public required string Pin { get; init; }

    /// <summary>What was judged.</summary>
    public required PolicyFacts Facts { get; init; }

    /// <summary>The approvals that it needs; empty when it needs none.</summary>
    public IReadOnlyList<ApprovalDemand> Demands { get; init; } = [];

    /// <summary>Until when they are waited for; null when it needs none.</summary>
    public DateTimeOffset? ApprovalsUntil { get; init; }

    /// <summary>Those that were given, oldest first.</summary>
    public IReadOnlyList<Approval> Approvals { get; init; } = [];

    /// <summary>Whether every demand is met.</summary>
    public bool IsApproved => Meets(Demands);

    /// <summary>Whether the approvals that were given are enough for these demands.</summary>
    public bool Meets(IEnumerable<ApprovalDemand> demands) =>
        demands.All(demand => demand.IsMetBy(Approvals.Select(approval => approval.Approver)));
}

/// <param name="Approver">The caller that approved.</param>
/// <param name="At">When.</param>
public sealed record Approval(CallerId Approver, DateTimeOffset At);
