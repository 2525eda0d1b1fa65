namespace WalletService.Solana.Rpc;

/// <summary>A blockhash and the last block height at which a transaction with it may be processed.</summary>
public sealed record LatestBlockhash(Blockhash Blockhash, ulong LastValidBlockHeight);
