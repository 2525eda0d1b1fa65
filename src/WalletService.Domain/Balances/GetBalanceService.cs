using System.Collections.Concurrent;
using WalletService.Domain.Errors;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Balances;

/// <summary>Reads a wallet's SOL balance: from the cache when it was read a moment ago, else from the chain and the books.</summary>
public sealed class GetBalanceService(
    IWalletStore wallets,
    ILedgerReader ledger,
    IReservations reservations,
    IBalanceCache cache,
    IWorkLock workLock,
    BalanceOptions options,
    TimeProvider time)
{
    /// <summary>How long another instance's read is waited for before it is done here as well.</summary>
    private static readonly TimeSpan PatienceWithOthers = TimeSpan.FromMilliseconds(150);

    private readonly ConcurrentDictionary<Guid, Task<WalletBalance?>> reads = new();

    /// <summary>Cached answers are of commitment confirmed; other commitments are read from the chain each time.</summary>
    public async Task<Result<WalletBalance>> GetAsync(
        UserId userId, WalletId walletId, Commitment commitment, CancellationToken cancellationToken)
    {
        if (commitment == Commitment.Confirmed
            && await cache.GetAsync(walletId, cancellationToken) is { } cached
            && IsUsable(cached, walletId))
        {
            return cached.UserId == userId ? cached : WalletErrors.WalletNotFound();
        }

        var balance = commitment == Commitment.Confirmed
            ? await ReadOnceAsync(userId, walletId, cancellationToken)
            : await ReadAsync(userId, walletId, commitment, cancellationToken);
        return balance is null ? WalletErrors.WalletNotFound() : balance;
    }

    private bool IsUsable(WalletBalance cached, WalletId walletId) =>
        cached.WalletId == walletId && cached.AsOf <= time.GetUtcNow() + options.TimeToLive && time.GetUtcNow() - cached.AsOf <= 2 * options.TimeToLive;

    /// <summary>Requests for the same balance at the same moment share one read.</summary>
    private async Task<WalletBalance?> ReadOnceAsync(UserId userId, WalletId walletId, CancellationToken cancellationToken)
    {
        var source = new TaskCompletionSource<WalletBalance?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var read = reads.GetOrAdd(walletId.Value, source.Task);
        if (read != source.Task)
        {
            var shared = await read.WaitAsync(cancellationToken);

            // The first asker may have been somebody who does not own the wallet.
            return shared?.UserId == userId ? shared : await ReadAsync(userId, walletId, Commitment.Confirmed, cancellationToken);
        }

        try
        {
            var balance = await ReadAndCacheAsync(userId, walletId, cancellationToken);
            source.SetResult(balance);
            return balance;
        }
        catch (Exception exception)
        {
            source.SetException(exception);
            _ = read.Exception;
            throw;
        }
        finally
        {
            reads.TryRemove(walletId.Value, out _);
        }
    }

    private async Task<WalletBalance?> ReadAndCacheAsync(UserId userId, WalletId walletId, CancellationToken cancellationToken)
    {
        await using var turn = await workLock.TryAcquireAsync($"balance:{walletId}", options.ReadLease, cancellationToken);
        if (turn is null)
        {
            await Task.Delay(PatienceWithOthers, time, cancellationToken);
            if (await cache.GetAsync(walletId, cancellationToken) is { } cached && IsUsable(cached, walletId) && cached.UserId == userId)
            {
                return cached;
            }
        }

        var balance = await ReadAsync(userId, walletId, Commitment.Confirmed, cancellationToken);
        if (balance is not null)
        {
            await cache.SetAsync(balance, options.TimeToLive, cancellationToken);
        }

        return balance;
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
