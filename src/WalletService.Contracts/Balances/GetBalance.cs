namespace WalletService.Contracts.Balances;

/// <summary>Reads a wallet's SOL balance. Route <see cref="Routes.GetBalance"/>.</summary>
public sealed record GetBalance
{
    public required string UserId { get; init; }

    public required string WalletId { get; init; }

    /// <summary><c>processed</c>, <c>confirmed</c> (when missing) or <c>finalized</c>.</summary>
    public string? Commitment { get; init; }
}

/// <summary>A SOL balance as of a slot.</summary>
public sealed record Balance
{
    public required string WalletId { get; init; }

    public required string Address { get; init; }

    /// <summary>On chain; integer as text.</summary>
    public required string Lamports { get; init; }

    /// <summary>The same in SOL, exact.</summary>
    public required string Sol { get; init; }

    /// <summary>Held back by open transfers; integer as text.</summary>
    public required string ReservedLamports { get; init; }

    /// <summary>Free to be spent; integer as text.</summary>
    public required string AvailableLamports { get; init; }

    /// <summary>The slot at which the chain was read.</summary>
    public required ulong Slot { get; init; }

    /// <summary>When it was read; RFC 3339, UTC.</summary>
    public required DateTimeOffset AsOf { get; init; }
}

/// <inheritdoc cref="GetBalance"/>
public sealed record GetBalanceReply : Reply<Balance>;
