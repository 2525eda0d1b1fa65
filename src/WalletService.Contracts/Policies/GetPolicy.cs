namespace WalletService.Contracts.Policies;

/// <summary>Reads a policy. Route <see cref="Routes.GetPolicy"/>, for administrators.</summary>
public sealed record GetPolicy
{
    /// <inheritdoc cref="SetPolicy.Scope"/>
    public required string Scope { get; init; }

    /// <inheritdoc cref="SetPolicy.Subject"/>
    public string? Subject { get; init; }

    /// <summary>The newest when missing.</summary>
    public long? Version { get; init; }
}

/// <inheritdoc cref="GetPolicy"/>
public sealed record GetPolicyReply : Reply<PolicyDetails>;
