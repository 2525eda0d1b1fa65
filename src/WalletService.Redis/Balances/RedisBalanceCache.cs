using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using WalletService.Domain.Balances;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Redis.Connections;

namespace WalletService.Redis.Balances;

internal sealed class RedisBalanceCache(RedisCalls calls, IOptions<RedisOptions> options, ILogger<RedisBalanceCache> logger) : IBalanceCache
{
    private readonly string prefix = options.Value.KeyPrefix;

    public Task<WalletBalance?> GetAsync(WalletId walletId, CancellationToken cancellationToken) =>
        ReadAsync<WalletBalance>("balance.get", BalanceKey(walletId), walletId, BalanceEntry.TryRead, cancellationToken);

    public Task SetAsync(WalletBalance balance, TimeSpan timeToLive, CancellationToken cancellationToken) => calls.TryAsync(
        "balance.set",
        database => database.StringSetAsync(BalanceKey(balance.WalletId), BalanceEntry.Write(balance), timeToLive),
        without: false,
        cancellationToken);

    public Task<WalletTokens?> GetTokensAsync(WalletId walletId, CancellationToken cancellationToken) =>
        ReadAsync<WalletTokens>("tokens.get", TokensKey(walletId), walletId, TokensEntry.TryRead, cancellationToken);

    public Task SetTokensAsync(WalletTokens tokens, TimeSpan timeToLive, CancellationToken cancellationToken) =>
        TokensEntry.Write(tokens) is { } entry
            ? calls.TryAsync(
                "tokens.set",
                database => database.StringSetAsync(TokensKey(tokens.WalletId), entry, timeToLive),
                without: false,
                cancellationToken)
            : Task.CompletedTask;

    public Task RemoveAsync(WalletId walletId, CancellationToken cancellationToken) => calls.TryAsync(
        "balance.remove",
        async database =>
        {
            await Task.WhenAll(database.KeyDeleteAsync(BalanceKey(walletId)), database.KeyDeleteAsync(TokensKey(walletId)));
            return true;
        },
        without: false,
        cancellationToken);

    private Task<TValue?> ReadAsync<TValue>(
        string operation, string key, WalletId walletId, TryRead<TValue> tryRead, CancellationToken cancellationToken)
        where TValue : class => calls.TryAsync(
        operation,
        async database =>
        {
            var (found, bytes) = await ReadAsync(database, key);
            if (!found)
            {
                return null;
            }

            if (tryRead(bytes, walletId, out var value))
            {
                return value;
            }

            Log.EntryRefused(logger, walletId.ToString());
            await database.KeyDeleteAsync(key);
            return null;
        },
        without: null,
        cancellationToken);

    /// <summary>What stands under the key; a value that is no string at all (somebody else's) is found and empty.</summary>
    private static async Task<(bool Found, byte[] Bytes)> ReadAsync(IDatabase database, string key)
    {
        try
        {
            var value = await database.StringGetAsync(key);
            return value.IsNull ? (false, []) : (true, (byte[])value);
        }
        catch (RedisServerException exception) when (exception.Message.StartsWith("WRONGTYPE", StringComparison.Ordinal))
        {
            return (true, []);
        }
    }

    private string BalanceKey(WalletId walletId) => $"{prefix}balance:{walletId}";

    private string TokensKey(WalletId walletId) => $"{prefix}tokens:{walletId}";

    private delegate bool TryRead<TValue>(ReadOnlySpan<byte> bytes, WalletId walletId, [NotNullWhen(true)] out TValue? value);
}
