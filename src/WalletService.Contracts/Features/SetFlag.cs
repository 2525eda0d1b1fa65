namespace WalletService.Contracts.Features;

/// <summary>Switches a part of the service on or off, in all instances. For administrators. Route <see cref="Routes.SetFlag"/>.</summary>
public sealed record SetFlag
{
    /// <summary>The feature's name, as <see cref="ListFlags"/> tells it, e.g. <c>token-transfers</c>.</summary>
    public required string Feature { get; init; }

    /// <summary>Whether it is on from now on.</summary>
    public required bool? Enabled { get; init; }

    /// <summary>Why: 1 to 256 characters.</summary>
    public required string Reason { get; init; }
}

/// <inheritdoc cref="SetFlag"/>
public sealed record SetFlagReply : Reply<FlagDetails>;

/// <summary>A feature and whether it is on.</summary>
public sealed record FlagDetails
{
    public required string Feature { get; init; }

    public required bool Enabled { get; init; }

    /// <summary>True while nobody has set the flag, and the settings of the service count.</summary>
    public required bool IsDefault { get; init; }

    /// <summary>Why it was set so; missing while nobody has set it.</summary>
    public string? Reason { get; init; }

    /// <summary>Which calling service has set it; missing while nobody has. Empty where callers prove no identity.</summary>
    public string? SetBy { get; init; }

    /// <summary>RFC 3339, UTC; missing while nobody has set it.</summary>
    public DateTimeOffset? SetAt { get; init; }
}
