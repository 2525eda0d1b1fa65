using WalletService.Domain.Values;

namespace WalletService.Domain.Balances;

/// <summary>The token accounts of an owner as of a slot.</summary>
public sealed record TokenHoldings(IReadOnlyList<TokenHolding> Tokens, ulong Slot);

/// <summary>One token account.</summary>
public sealed record TokenHolding
{
    public required SolanaAddress Mint { get; init; }

    public required SolanaAddress TokenAccount { get; init; }

    /// <summary><c>token</c> or <c>token-2022</c>.</summary>
    public required string Program { get; init; }

    public required byte Decimals { get; init; }

    /// <summary>Base units of the token.</summary>
    public required ulong Amount { get; init; }

    /// <summary>Name and symbol are claims of the mint's maker; a token is identified by its mint alone.</summary>
    public string? Symbol { get; init; }

    public string? Name { get; init; }

    /// <summary><c>initialized</c> or <c>frozen</c>.</summary>
    public required string State { get; init; }
}
