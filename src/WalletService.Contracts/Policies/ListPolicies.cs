namespace WalletService.Contracts.Policies;

/// <summary>Lists the newest policy of each scope: global, then users, then wallets. Route <see cref="Routes.ListPolicies"/>, for administrators.</summary>
public sealed record ListPolicies
{
    /// <summary>1 to 200; 50 when missing.</summary>
    public int? Limit { get; init; }

    /// <summary>The <see cref="PolicyList.NextCursor"/> of the page before.</summary>
    public string? Cursor { get; init; }
}

public sealed record PolicyList
{
    public required IReadOnlyList<PolicyDetails> Policies { get; init; }

    /// <summary>Missing at the end.</summary>
    public string? NextCursor { get; init; }
}

/// <inheritdoc cref="ListPolicies"/>
public sealed record ListPoliciesReply : Reply<PolicyList>;
