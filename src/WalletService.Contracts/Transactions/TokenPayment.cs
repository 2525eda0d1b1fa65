namespace WalletService.Contracts.Transactions;

/// <summary>The tokens of a payment. Amounts are base units, integers as text: the mint's decimals say where the point is.</summary>
public sealed record TokenPayment
{
    /// <summary>The token, by its mint's address, base58.</summary>
    public required string Mint { get; init; }

    /// <summary>The token program that owns the mint: <c>token</c> or <c>token-2022</c>; missing until it is decided.</summary>
    public string? Program { get; init; }

    /// <summary>Of the mint; missing until it is decided.</summary>
    public byte? Decimals { get; init; }

    /// <summary>What leaves the wallet; missing until it is decided.</summary>
    public string? Sent { get; init; }

    /// <summary>What the mint withholds of it; missing when the mint has no transfer fee.</summary>
    public string? TransferFee { get; init; }

    /// <summary>What arrives; missing until it is decided.</summary>
    public string? Received { get; init; }

    /// <summary>The wallet's token account, base58; missing until it is decided.</summary>
    public string? SourceAccount { get; init; }

    /// <summary>The recipient's token account, base58; missing until it is decided, and for a transaction of a batch.</summary>
    public string? RecipientAccount { get; init; }

    /// <summary>Whether the wallet pays for the recipient's token account, if there is none by then; missing as it is.</summary>
    public bool? CreatesAccount { get; init; }

    /// <summary>Of both token accounts around the transaction; present once it was executed for good.</summary>
    public TokenPaymentBalances? Balances { get; init; }
}

/// <summary>Base units before and after the transaction; integers as text.</summary>
public sealed record TokenPaymentBalances
{
    public required string SourceBefore { get; init; }

    public required string SourceAfter { get; init; }

    public string? RecipientBefore { get; init; }

    public string? RecipientAfter { get; init; }
}
