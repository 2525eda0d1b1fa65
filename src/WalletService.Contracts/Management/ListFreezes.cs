namespace WalletService.Contracts.Management;

/// <summary>Lists what administrators have frozen. For administrators. Route <see cref="Routes.ListFreezes"/>.</summary>
public sealed record ListFreezes;

/// <summary>Everything that is frozen, from the widest scope to the narrowest.</summary>
public sealed record FreezeList
{
    public required IReadOnlyList<FreezeDetails> Freezes { get; init; }
}

/// <inheritdoc cref="ListFreezes"/>
public sealed record ListFreezesReply : Reply<FreezeList>;
