namespace WalletService.Contracts.Balances;

/// <summary>Lists what came into a user's wallets, newest first. Route <see cref="Routes.ListDeposits"/>.</summary>
public sealed record ListDeposits
{
    public required string UserId { get; init; }

    /// <summary>Only those of this wallet.</summary>
    public string? WalletId { get; init; }

    /// <summary>Only those of this token.</summary>
    public string? Mint { get; init; }

    /// <summary><c>detected</c>, <c>received</c> or <c>dropped</c>.</summary>
    public string? Status { get; init; }

    /// <summary>1 to 200; 50 when missing.</summary>
    public int? Limit { get; init; }

    /// <summary><c>nextCursor</c> of the page before: the id of its last deposit.</summary>
    public string? Cursor { get; init; }
}

/// <summary>What one transaction brought into one account of a wallet.</summary>
public sealed record DepositDetails
{
    public required string DepositId { get; init; }

    public required string WalletId { get; init; }

    /// <summary><c>detected</c> (an early notice), <c>received</c> (final) or <c>dropped</c> (the notice is taken back).</summary>
    public required string Status { get; init; }

    /// <summary>The wallet's address for SOL, the token account for tokens.</summary>
    public required string Account { get; init; }

    /// <summary>Missing for SOL.</summary>
    public string? Mint { get; init; }

    /// <summary>The token program's address; missing for SOL.</summary>
    public string? Program { get; init; }

    /// <summary>Of the token; 9 for SOL.</summary>
    public required int Decimals { get; init; }

    /// <summary>Lamports or base units; integer as text.</summary>
    public required string Amount { get; init; }

    public required string Signature { get; init; }

    public required ulong Slot { get; init; }

    /// <summary>By the validators' clocks; RFC 3339, UTC.</summary>
    public DateTimeOffset? BlockTime { get; init; }

    /// <summary>When the service first saw it; RFC 3339, UTC.</summary>
    public required DateTimeOffset DetectedAt { get; init; }

    /// <summary>When it was final and booked; RFC 3339, UTC.</summary>
    public DateTimeOffset? ReceivedAt { get; init; }
}

/// <summary>One page of deposits.</summary>
public sealed record DepositList
{
    public required IReadOnlyList<DepositDetails> Deposits { get; init; }

    /// <summary>Missing on the last page.</summary>
    public string? NextCursor { get; init; }
}

/// <inheritdoc cref="ListDeposits"/>
public sealed record ListDepositsReply : Reply<DepositList>;
