namespace WalletService.Contracts.Transactions;

/// <summary>
/// What was executed, with the signed bytes, so that anyone can check it without the service: <c>walletctl receipt verify</c>.
/// <c>docs/receipts.md</c> says what each check proves.
/// </summary>
public sealed record TransactionReceipt
{
    /// <summary>Of this format.</summary>
    public const int CurrentVersion = 1;

    /// <summary><see cref="CurrentVersion"/>.</summary>
    public required int Version { get; init; }

    /// <summary>Names the cluster: the hash of its first block, base58. Missing when the service has one node and is not told which cluster to expect.</summary>
    public string? GenesisHash { get; init; }

    public required string TransactionId { get; init; }

    public required string WalletId { get; init; }

    /// <summary>The wallet's address, base58: the source of a payment.</summary>
    public required string Address { get; init; }

    /// <summary><c>transferSol</c>, <c>transferToken</c> or <c>send</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Of a payment; base58. Missing for a caller's own transaction.</summary>
    public string? Recipient { get; init; }

    /// <summary>
    /// What a payment in SOL was to move; integer as text. Nothing of it moved when there is a <see cref="ChainError"/>. Of a payment in
    /// a token, the most rent that it was to pay for the recipient's token account.
    /// </summary>
    public string? Lamports { get; init; }

    /// <summary>The tokens of a payment in a token; missing for every other.</summary>
    public TokenPayment? Token { get; init; }

    public string? Memo { get; init; }

    /// <summary>The signed transaction in Solana's wire format, base64.</summary>
    public required string Transaction { get; init; }

    /// <summary>Its first signature, by which the chain names it; base58.</summary>
    public required string Signature { get; init; }

    public required ulong Slot { get; init; }

    /// <summary>RFC 3339, UTC; missing when the node did not know it.</summary>
    public DateTimeOffset? BlockTime { get; init; }

    /// <summary>What the chain charged the fee payer; integer as text.</summary>
    public required string FeeLamports { get; init; }

    public required TransferBalances Balances { get; init; }

    /// <summary><c>finalized</c>: receipts are given for what can't be undone.</summary>
    public required string Confirmation { get; init; }

    /// <summary>The chain's error as JSON text; missing when it succeeded.</summary>
    public string? ChainError { get; init; }

    /// <summary>The service's own clock.</summary>
    public required TransferStepTimes Times { get; init; }
}
