using WalletService.Solana;

namespace WalletService.Ledger.Solana.Transactions;

/// <param name="LastValidBlockHeight">The last block height at which the hash is valid.</param>
/// <param name="ContextSlot">The slot from which the node answered.</param>
/// <param name="AskedAt">Timestamp taken before the node was asked, so that the age is never underrated.</param>
internal sealed record FreshBlockhash(Blockhash Hash, ulong LastValidBlockHeight, ulong ContextSlot, long AskedAt)
{
    /// <summary>For how many blocks a blockhash is valid (Agave, <c>MAX_PROCESSING_AGE</c>).</summary>
    public const ulong Life = 150;
}
