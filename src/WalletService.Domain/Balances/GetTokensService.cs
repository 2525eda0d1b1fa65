using WalletService.Domain.Errors;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Balances;

/// <summary>Reads a wallet's token accounts: from the cache when they were read a moment ago, else from the chain and the books.</summary>
public sealed class GetTokensService
{
    private readonly IWalletStore wallets;
    private readonly ILedgerReader ledger;
    private readonly IReservations reservations;
    private readonly TimeProvider time;
    private readonly CachedReads<WalletTokens> reads;

    /// <param name="random">Even over 0 to 1; left out but in tests.</param>
    public GetTokensService(
        IWalletStore wallets,
        ILedgerReader ledger,
        IReservations reservations,
        IBalanceCache cache,
        IWorkLock workLock,
        BalanceOptions options,
        TimeProvider time,
        Func<double>? random = null)
    {
        this.wallets = wallets;
        this.ledger = ledger;
        this.reservations = reservations;
        this.time = time;
        reads = new CachedReads<WalletTokens>(
            new ReadSource<WalletTokens>(
                "tokens",
                options.TokensTimeToLive,
                cache.GetTokensAsync,
                ReadAsync,
                (tokens, cancellationToken) => cache.SetTokensAsync(tokens, options.TokensTimeToLive, cancellationToken)),
            workLock,
            options.ReadLease,
            time,
            random ?? Random.Shared.NextDouble);
    }

    public async Task<Result<WalletTokens>> GetAsync(UserId userId, WalletId walletId, CancellationToken cancellationToken) =>
        await reads.GetAsync(userId, walletId, cancellationToken) is { } tokens ? tokens : WalletErrors.WalletNotFound();

    private async Task<WalletTokens?> ReadAsync(UserId userId, WalletId walletId, CancellationToken cancellationToken)
    {
        if (await wallets.FindAsync(userId, walletId, cancellationToken) is not { } wallet)
        {
            return null;
        }

        // Reservations first: a transfer that lands between the two reads is then counted twice for a moment, never left out.
        var reserved = await reservations.GetReservedTokensAsync(walletId, cancellationToken);
        return new WalletTokens
        {
            WalletId = walletId,
            UserId = userId,
            Holdings = await ledger.GetTokensAsync(wallet.Address, cancellationToken),
            Reserved = reserved,
            AsOf = time.GetUtcNow(),
        };
    }
}
