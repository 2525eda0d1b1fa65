using WalletService.Domain.Errors;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Balances;

/// <summary>Reads a wallet's SOL balance: from the cache when it was read a moment ago, else from the chain and the books.</summary>
public sealed class GetBalanceService
{
    private readonly IWalletStore wallets;
    private readonly ILedgerReader ledger;
    private readonly IReservations reservations;
    private readonly TimeProvider time;
    private readonly CachedReads<WalletBalance> reads;

    /// <param name="random">Even over 0 to 1; left out but in tests.</param>
    public GetBalanceService(
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
        reads = new CachedReads<WalletBalance>(
            new ReadSource<WalletBalance>(
                "balance",
                options.TimeToLive,
                cache.GetAsync,
                (userId, walletId, cancellationToken) => ReadAsync(userId, walletId, Commitment.Confirmed, cancellationToken),
                (balance, cancellationToken) => cache.SetAsync(balance, options.TimeToLive, cancellationToken)),
            workLock,
            options.ReadLease,
            time,
            random ?? Random.Shared.NextDouble);
    }

    /// <summary>Cached answers are of commitment confirmed; other commitments are read from the chain each time.</summary>
    public async Task<Result<WalletBalance>> GetAsync(
        UserId userId, WalletId walletId, Commitment commitment, CancellationToken cancellationToken)
    {
        var balance = commitment == Commitment.Confirmed
            ? await reads.GetAsync(userId, walletId, cancellationToken)
            : await ReadAsync(userId, walletId, commitment, cancellationToken);
        return balance is null ? WalletErrors.WalletNotFound() : balance;
    }

    private async Task<WalletBalance?> ReadAsync(
        UserId userId, WalletId walletId, Commitment commitment, CancellationToken cancellationToken)
    {
        if (await wallets.FindAsync(userId, walletId, cancellationToken) is not { } wallet)
        {
            return null;
        }

        // Reservations first: a transfer that lands between the two reads is then counted twice for a moment, never left out.
        var reserved = await reservations.GetReservedAsync(walletId, cancellationToken);
        var onChain = await ledger.GetBalanceAsync(wallet.Address, commitment, cancellationToken);
        return new WalletBalance
        {
            WalletId = walletId,
            UserId = userId,
            Address = wallet.Address,
            Lamports = onChain.Lamports,
            Reserved = reserved,
            Slot = onChain.Slot,
            AsOf = time.GetUtcNow(),
        };
    }
}
