using WalletService.Domain.Values;

namespace WalletService.Domain.Deposits;

/// <summary>A wallet whose address was found in a block.</summary>
public sealed record WatchedWallet(WalletId Id, UserId UserId, SolanaAddress Address, DateTimeOffset CreatedAt);

/// <summary>A transaction that this service has signed and sent for a transfer.</summary>
public sealed record OwnTransaction(TransactionSignature Signature, TransactionId TransactionId, WalletId WalletId);

/// <summary>A signature that a caller was given over a transaction of its own.</summary>
public sealed record GivenSignature(TransactionSignature Signature, WalletId WalletId);

/// <summary>What the books are kept by: a wallet's own account in SOL, or one of its token accounts.</summary>
/// <param name="Account">The wallet's address, or the token account's.</param>
/// <param name="Mint">Null for SOL.</param>
public sealed record BookAccount(WalletId WalletId, SolanaAddress Account, SolanaAddress? Mint);
