using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;
using WalletService.Domain.Balances;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.Redis.Tests.Connections;

/// <summary>A primary with a replica that takes its place.</summary>
public sealed class RedisFailoverTests
{
    [Fact]
    public async Task A_promoted_replica_is_used_without_a_restart()
    {
        await using var primary = await RedisServer.StartAsync();
        await using var replica = await RedisServer.StartAsync();
        await FollowAsync(replica, primary);
        await using var services = RedisCacheServices.Build(
            ("Endpoint", $"{primary.Endpoint},{replica.Endpoint}"), ("Password", primary.Password), ("CallTimeout", "00:00:05"));
        Assert.Equal(1UL, (await EventuallyKeptAsync(services, lamports: 1)).Lamports.Value);

        await primary.KillAsync();
        await PromoteAsync(replica, primary.Password);

        Assert.Equal(2UL, (await EventuallyKeptAsync(services, lamports: 2)).Lamports.Value);
    }

    [Fact]
    public async Task Roles_that_change_while_both_live_are_noticed()
    {
        await using var first = await RedisServer.StartAsync();
        await using var second = await RedisServer.StartAsync();
        await FollowAsync(second, first);
        await using var services = RedisCacheServices.Build(
            ("Endpoint", $"{first.Endpoint},{second.Endpoint}"), ("Password", first.Password), ("CallTimeout", "00:00:05"));
        Assert.Equal(1UL, (await EventuallyKeptAsync(services, lamports: 1)).Lamports.Value);

        await PromoteAsync(second, first.Password);
        await ExecuteAsync(first, first.Password, "CONFIG", "SET", "masterauth", first.Password);
        await ExecuteAsync(first, first.Password, "REPLICAOF", RedisServer.Host, $"{second.Port}");

        Assert.Equal(2UL, (await EventuallyKeptAsync(services, lamports: 2)).Lamports.Value);
    }

    private static Task<WalletBalance> EventuallyKeptAsync(ServiceProvider services, ulong lamports)
    {
        var cache = services.GetRequiredService<IBalanceCache>();
        var balance = new WalletBalance
        {
            WalletId = WalletId.New(TimeProvider.System),
            UserId = UserId.Parse("user-1"),
            Address = SolanaAddress.Parse("Vote111111111111111111111111111111111111111"),
            Lamports = new Lamports(lamports),
            Reserved = Lamports.Zero,
            Slot = 1,
            AsOf = DateTimeOffset.UnixEpoch,
        };
        return Eventually.HasValueAsync(
            async () =>
            {
                await cache.SetAsync(balance, TimeSpan.FromMinutes(1), CancellationToken.None);
                return await cache.GetAsync(balance.WalletId, CancellationToken.None);
            },
            TimeSpan.FromSeconds(60));
    }

    /// <summary>Gives the server the password of its primary as well, as a deployment with replicas has it.</summary>
    private static async Task FollowAsync(RedisServer replica, RedisServer primary)
    {
        await ExecuteAsync(replica, replica.Password, "CONFIG", "SET", "masterauth", primary.Password);
        await ExecuteAsync(replica, replica.Password, "REPLICAOF", RedisServer.Host, $"{primary.Port}");
        await ExecuteAsync(replica, replica.Password, "CONFIG", "SET", "requirepass", primary.Password);
    }

    private static Task PromoteAsync(RedisServer replica, string password) => ExecuteAsync(replica, password, "REPLICAOF", "NO", "ONE");

    private static async Task ExecuteAsync(RedisServer server, string password, string command, params object[] arguments)
    {
        var configuration = new ConfigurationOptions { Password = password, AllowAdmin = true, AbortOnConnectFail = true };
        configuration.EndPoints.Add(server.Endpoint);
        using var connection = await ConnectionMultiplexer.ConnectAsync(configuration);
        await connection.GetDatabase().ExecuteAsync(command, arguments);
    }
}
