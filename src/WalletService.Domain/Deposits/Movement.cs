using WalletService.Domain.Values;

namespace WalletService.Domain.Deposits;

/// <summary>What one transaction did to one account of a wallet.</summary>
/// <param name="Program">The token program's address; null for SOL.</param>
/// <param name="Before">The account's balance before the transaction, as the chain tells it; 0 when it was not the wallet's.</param>
/// <param name="Parts">What the change is made of; they add up to the difference between before and after.</param>
/// <param name="Own">The transfer of this service that the transaction belongs to.</param>
internal sealed record Movement(
    WatchedWallet Wallet,
    BookAccount Account,
    SolanaAddress? Program,
    byte Decimals,
    ulong Before,
    IReadOnlyList<MovementPart> Parts,
    OwnTransaction? Own);

/// <param name="Amount">Negative for what went out; never zero.</param>
internal readonly record struct MovementPart(EntryKind Kind, Int128 Amount);
