namespace WalletService.Contracts.Balances;

/// <summary>Reads a wallet's token accounts, of Token and Token-2022. Route <see cref="Routes.GetTokens"/>.</summary>
public sealed record GetTokens
{
    public required string UserId { get; init; }

    public required string WalletId { get; init; }
}

/// <summary>A wallet's token accounts as of a slot.</summary>
public sealed record TokenList
{
    public required string WalletId { get; init; }

    /// <summary>The wallet's associated token accounts, at most one for each mint: what transfers pay from.</summary>
    public required IReadOnlyList<TokenBalance> Tokens { get; init; }

    /// <summary>Its other token accounts, which somebody made or gave to the wallet. Transfers never pay from these.</summary>
    public required IReadOnlyList<TokenBalance> OtherAccounts { get; init; }

    public required ulong Slot { get; init; }

    /// <summary>When it was read; RFC 3339, UTC.</summary>
    public required DateTimeOffset AsOf { get; init; }
}

/// <summary>One token account.</summary>
public sealed record TokenBalance
{
    public required string Mint { get; init; }

    public required string TokenAccount { get; init; }

    /// <summary><c>token</c> or <c>token-2022</c>.</summary>
    public required string Program { get; init; }

    public required int Decimals { get; init; }

    /// <summary>Base units; integer as text.</summary>
    public required string Amount { get; init; }

    /// <summary>Base units that open transfers hold back of it; integer as text.</summary>
    public required string ReservedAmount { get; init; }

    /// <summary>Base units that a transfer could pay now, none from a frozen account or from one of the others; integer as text.</summary>
    public required string AvailableAmount { get; init; }

    /// <summary>The amount as the token's own program shows it to people; what it stands for is in <see cref="UiAmountKind"/>.</summary>
    public required string UiAmount { get; init; }

    /// <summary>
    /// <c>exact</c>: <see cref="Amount"/> with its decimal point. <c>interestBearing</c>: with interest that is only shown.
    /// <c>scaled</c>: times a factor that the issuer sets. Compute with <see cref="Amount"/> only.
    /// </summary>
    public required string UiAmountKind { get; init; }

    /// <summary>What the mint's maker claims; identify tokens by <see cref="Mint"/> alone.</summary>
    public string? Symbol { get; init; }

    public string? Name { get; init; }

    /// <summary><c>initialized</c> or <c>frozen</c>.</summary>
    public required string State { get; init; }

    /// <summary>Somebody else who may move up to <see cref="DelegatedAmount"/>; missing when there is none.</summary>
    public string? Delegate { get; init; }

    /// <summary>Base units; integer as text. With a delegate only.</summary>
    public string? DelegatedAmount { get; init; }

    /// <summary>Somebody else who may close the account once it is empty; missing when there is none.</summary>
    public string? CloseAuthority { get; init; }
}

/// <inheritdoc cref="GetTokens"/>
public sealed record GetTokensReply : Reply<TokenList>;
