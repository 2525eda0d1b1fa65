namespace WalletService.Contracts.Features;

/// <summary>Lists the parts of the service that can be switched off. For administrators. Route <see cref="Routes.ListFlags"/>.</summary>
public sealed record ListFlags;

/// <summary>Every feature that has a flag.</summary>
public sealed record FlagList
{
    public required IReadOnlyList<FlagDetails> Flags { get; init; }
}

/// <inheritdoc cref="ListFlags"/>
public sealed record ListFlagsReply : Reply<FlagList>;
