namespace WalletService.Contracts.Transactions;

/// <summary>The approvals that a transaction needs and has.</summary>
public sealed record TransactionApproval
{
    /// <summary>Until when they are waited for; RFC 3339, UTC.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>Each has to be met.</summary>
    public required IReadOnlyList<ApprovalRequirement> Requirements { get; init; }

    /// <summary>Those that were given, oldest first.</summary>
    public required IReadOnlyList<GivenApproval> Given { get; init; }
}

/// <summary>What one policy asks for.</summary>
public sealed record ApprovalRequirement
{
    /// <summary>The policy's scope: <c>global</c>, <c>user</c> or <c>wallet</c>.</summary>
    public required string Scope { get; init; }

    /// <summary>How many of the approvers have to approve.</summary>
    public required int Required { get; init; }

    /// <summary>The names of callers.</summary>
    public required IReadOnlyList<string> Approvers { get; init; }
}

public sealed record GivenApproval
{
    public required string Approver { get; init; }

    /// <summary>RFC 3339, UTC.</summary>
    public required DateTimeOffset At { get; init; }
}
