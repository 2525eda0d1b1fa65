namespace WalletService.Contracts.Management;

/// <summary>Lifts a freeze. For administrators. Route <see cref="Routes.UnfreezeScope"/>.</summary>
public sealed record UnfreezeSubject
{
    /// <inheritdoc cref="FreezeSubject.Scope"/>
    public required string Scope { get; init; }

    /// <inheritdoc cref="FreezeSubject.Subject"/>
    public string? Subject { get; init; }

    /// <summary>Why: 1 to 256 characters.</summary>
    public required string Reason { get; init; }
}

/// <summary>What came of lifting a freeze.</summary>
public sealed record UnfreezeDetails
{
    public required string Scope { get; init; }

    public string? Subject { get; init; }

    /// <summary>False when there was no such freeze.</summary>
    public required bool WasFrozen { get; init; }
}

/// <inheritdoc cref="UnfreezeSubject"/>
public sealed record UnfreezeSubjectReply : Reply<UnfreezeDetails>;
