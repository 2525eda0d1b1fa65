namespace WalletService.Solana.Rpc;

/// <summary>One transaction of a block, without its instructions.</summary>
public sealed record BlockTransaction
{
    public required BlockTransactionAccounts Transaction { get; init; }

    public TransactionMeta? Meta { get; init; }
}
