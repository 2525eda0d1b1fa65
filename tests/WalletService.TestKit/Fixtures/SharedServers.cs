using WalletService.TestKit.Servers;

namespace WalletService.TestKit.Fixtures;

/// <summary>
/// One server of each kind per test assembly, started when first asked for and ended with the test process.
/// Test classes take their own database, virtual host or key prefix through the fixtures beside this class;
/// a test that stops or kills a server starts one of its own.
/// </summary>
public static class SharedServers
{
    private static readonly Lazy<Task<PostgresServer>> LazyPostgres = new(PostgresServer.StartAsync);
    private static readonly Lazy<Task<RabbitMqServer>> LazyRabbitMq = new(RabbitMqServer.StartAsync);
    private static readonly Lazy<Task<RedisServer>> LazyRedis = new(RedisServer.StartAsync);
    private static readonly Lazy<Task<LocalnetProcess>> LazyLocalnet = new(() => LocalnetProcess.StartAsync());

    /// <summary>The assembly's PostgreSQL.</summary>
    public static Task<PostgresServer> PostgresAsync() => LazyPostgres.Value;

    /// <summary>The assembly's RabbitMQ.</summary>
    public static Task<RabbitMqServer> RabbitMqAsync() => LazyRabbitMq.Value;

    /// <summary>The assembly's Redis.</summary>
    public static Task<RedisServer> RedisAsync() => LazyRedis.Value;

    /// <summary>The assembly's Solana network, with slots of 50 ms. Tests that ask for faults start one of their own.</summary>
    public static Task<LocalnetProcess> LocalnetAsync() => LazyLocalnet.Value;
}
