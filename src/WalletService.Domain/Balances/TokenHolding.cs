using WalletService.Domain.Values;

namespace WalletService.Domain.Balances;

/// <summary>The token accounts of an owner as of a slot.</summary>
public sealed record TokenHoldings(IReadOnlyList<TokenHolding> Tokens, ulong Slot);

/// <summary>One token account.</summary>
public sealed record TokenHolding
{
    /// <summary><see cref="Program"/> of the Token program.</summary>
    public const string Token = "token";

    /// <summary><see cref="Program"/> of Token-2022.</summary>
    public const string Token2022 = "token-2022";

    /// <summary><see cref="State"/> of an account that can be used.</summary>
    public const string Initialized = "initialized";

    /// <summary><see cref="State"/> of an account that its mint's authority has frozen.</summary>
    public const string Frozen = "frozen";

    public required SolanaAddress Mint { get; init; }

    public required SolanaAddress TokenAccount { get; init; }

    /// <summary><see cref="Token"/> or <see cref="Token2022"/>.</summary>
    public required string Program { get; init; }

    public required byte Decimals { get; init; }

    /// <summary>Base units of the token.</summary>
    public required ulong Amount { get; init; }

    /// <summary>The amount as people read it, by the mint's own rules. Only an exact one may be computed with.</summary>
    public required string UiAmount { get; init; }

    public required UiAmountMeaning UiAmountMeaning { get; init; }

    /// <summary>Whether the account is the owner's associated one for the mint, the only one that transfers pay from.</summary>
    public required bool IsAssociated { get; init; }

    /// <summary>Someone besides the owner who may move up to <see cref="DelegatedAmount"/>.</summary>
    public SolanaAddress? Delegate { get; init; }

    /// <summary>Base units of the token.</summary>
    public ulong DelegatedAmount { get; init; }

    /// <summary>Someone besides the owner who may close the account once it is empty, and take its rent.</summary>
    public SolanaAddress? CloseAuthority { get; init; }

    /// <summary>Name and symbol are claims of the mint's maker; a token is identified by its mint alone.</summary>
    public string? Symbol { get; init; }

    public string? Name { get; init; }

    /// <summary><see cref="Initialized"/> or <see cref="Frozen"/>.</summary>
    public required string State { get; init; }
}
