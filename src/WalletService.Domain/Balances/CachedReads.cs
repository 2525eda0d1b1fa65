using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Balances;

/// <summary>What was read of a wallet, and when.</summary>
internal interface IWalletRead
{
    WalletId WalletId { get; }

    UserId UserId { get; }

    DateTimeOffset AsOf { get; }
}

/// <summary>Where one kind of value comes from.</summary>
/// <param name="Name">Of the kind, in the names of work locks.</param>
/// <param name="TimeToLive">How long a value is answered again.</param>
/// <param name="FindAsync">The cache's value.</param>
/// <param name="ReadAsync">Reads it anew; null when the user has no such wallet.</param>
/// <param name="KeepAsync">Puts a value into the cache.</param>
internal sealed record ReadSource<TValue>(
    string Name,
    TimeSpan TimeToLive,
    Func<WalletId, CancellationToken, Task<TValue?>> FindAsync,
    Func<UserId, WalletId, CancellationToken, Task<TValue?>> ReadAsync,
    Func<TValue, CancellationToken, Task> KeepAsync)
    where TValue : class, IWalletRead;

/// <summary>
/// Answers from the cache while a value is fresh. Else one asker of this instance reads for all, and, as far as the work lock tells, one
/// instance for all; shortly before a value ends some asker renews it, so that there is seldom a crowd in the first place.
/// </summary>
internal sealed class CachedReads<TValue>(
    ReadSource<TValue> source, IWorkLock workLock, TimeSpan lease, TimeProvider time, Func<double> random)
    where TValue : class, IWalletRead
{
    /// <summary>Another instance's read is waited for this often, this long, before it is done here as well.</summary>
    private const int Looks = 3;
    private const int LookMilliseconds = 50;

    private readonly SharedReads<(WalletId, UserId), TValue?> reads = new();
    private readonly EarlyRefresh early = new(time, random);

    /// <summary>Null when the user has no such wallet.</summary>
    public async Task<TValue?> GetAsync(UserId userId, WalletId walletId, CancellationToken cancellationToken)
    {
        if (await FindAsync(walletId, cancellationToken) is not { } cached)
        {
            // By user too: who asks for another's wallet must not make its owner wait for the refusal.
            return await reads.ReadAsync((walletId, userId), () => ReadAsync(userId, walletId, old: null), cancellationToken);
        }

        if (cached.UserId != userId)
        {
            return null;
        }

        if (early.IsDue(cached.AsOf + source.TimeToLive))
        {
            _ = RenewAsync(userId, walletId, cached);
        }

        return cached;
    }

    /// <summary>The cache's value, if it is one of this wallet and its time is believable.</summary>
    private async Task<TValue?> FindAsync(WalletId walletId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return await source.FindAsync(walletId, cancellationToken) is { } cached
            && cached.WalletId == walletId
            && cached.AsOf <= now + source.TimeToLive
            && now - cached.AsOf <= 2 * source.TimeToLive
                ? cached
                : null;
    }

    private async Task RenewAsync(UserId userId, WalletId walletId, TValue old)
    {
        try
        {
            await reads.ReadAsync((walletId, userId), () => ReadAsync(userId, walletId, old), CancellationToken.None);
        }
        catch (Exception exception) when (exception is PortUnavailableException or OperationCanceledException)
        {
            // The old value is still good; who asks after its end learns of the failure.
        }
    }

    /// <param name="old">A value that is still good and does for an answer while another instance reads; null when there is none.</param>
    private async Task<TValue?> ReadAsync(UserId userId, WalletId walletId, TValue? old)
    {
        await using var turn = await workLock.TryAcquireAsync($"{source.Name}:{walletId}", lease, CancellationToken.None);
        if (turn is null)
        {
            if (old is not null)
            {
                return old;
            }

            for (var look = 0; look < Looks; look++)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(LookMilliseconds), time);
                if (await FindAsync(walletId, CancellationToken.None) is { } cached)
                {
                    return cached.UserId == userId ? cached : null;
                }
            }
        }

        var started = time.GetTimestamp();
        var value = await source.ReadAsync(userId, walletId, CancellationToken.None);
        early.Took(time.GetElapsedTime(started));
        if (value is not null)
        {
            await source.KeepAsync(value, CancellationToken.None);
        }

        return value;
    }
}
