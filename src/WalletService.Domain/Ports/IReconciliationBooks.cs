using WalletService.Domain.Deposits;
using WalletService.Domain.Values;

namespace WalletService.Domain.Ports;

/// <summary>Compares the books with what the chain was seen to hold.</summary>
/// <remarks>
/// All methods throw <see cref="PortUnavailableException"/> when the database can't be reached and nothing was written, and may be
/// repeated after an <see cref="OutcomeUnknownException"/>.
/// </remarks>
public interface IReconciliationBooks
{
    /// <summary>
    /// The wallets after this one in the order of their ids, each with every address that it has; the first ones when it is null.
    /// </summary>
    /// <param name="after">The last wallet of those before.</param>
    /// <param name="limit">Of wallets: there may be more addresses.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<IReadOnlyList<WatchedWallet>> NextWalletsAsync(WalletId? after, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Compares each account as of the slot at which it was seen. What an older wallet held before the books were opened becomes its
    /// opening balance; any other difference is noted on the account, with an event when it is new or another than before. Null when
    /// the books have not come to these slots yet.
    /// </summary>
    /// <param name="decide">Called under the lock of the books, perhaps more than once.</param>
    Task<Comparison?> CompareAsync(
        IReadOnlyList<WalletHoldings> seen, Func<ComparisonView, Comparison> decide, CancellationToken cancellationToken);

    /// <summary>How many accounts differ from the chain by their last comparison.</summary>
    Task<long> CountDifferencesAsync(CancellationToken cancellationToken);
}

/// <summary>What a wallet holds by the finalized chain.</summary>
/// <param name="Slot">The slot at which the lamports were read.</param>
/// <param name="Tokens">All token accounts of the wallet.</param>
/// <param name="FirstTokenSlot">The older of the slots at which the token accounts of both programs were read.</param>
/// <param name="LastTokenSlot">The newer of them.</param>
public sealed record WalletHoldings(
    WatchedWallet Wallet, ulong Lamports, ulong Slot, IReadOnlyList<HeldToken> Tokens, ulong FirstTokenSlot, ulong LastTokenSlot);

/// <param name="Amount">In base units.</param>
/// <param name="Slot">The slot at which it was read.</param>
public sealed record HeldToken(SolanaAddress Account, SolanaAddress Mint, ulong Amount, ulong Slot)
{
    /// <summary>Who may close the account, and take its rent, in the owner's place; null when the owner may.</summary>
    public SolanaAddress? CloseAuthority { get; init; }
}
