namespace WalletService.Contracts.Management;

/// <summary>Freezes everything, a user, a caller, a token or a wallet. For administrators. Route <see cref="Routes.FreezeScope"/>.</summary>
public sealed record FreezeSubject
{
    /// <summary><c>everything</c>, <c>user</c>, <c>caller</c>, <c>mint</c> or <c>wallet</c>.</summary>
    public required string Scope { get; init; }

    /// <summary>The id of the user, caller or wallet, or the mint's address; missing for <c>everything</c>.</summary>
    public string? Subject { get; init; }

    /// <summary>Why: 1 to 256 characters.</summary>
    public required string Reason { get; init; }
}

/// <inheritdoc cref="FreezeSubject"/>
public sealed record FreezeSubjectReply : Reply<FreezeDetails>;

/// <summary>A freeze that holds.</summary>
public sealed record FreezeDetails
{
    public required string Scope { get; init; }

    /// <summary>Missing for <c>everything</c>.</summary>
    public string? Subject { get; init; }

    public required string Reason { get; init; }

    /// <summary>Who ordered it: a calling service, or the database user of an operator. Empty where callers prove no identity.</summary>
    public required string FrozenBy { get; init; }

    /// <summary>RFC 3339, UTC.</summary>
    public required DateTimeOffset FrozenAt { get; init; }
}
