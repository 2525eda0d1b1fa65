using WalletService.TestKit.Servers;

namespace WalletService.TestKit.Fixtures;

/// <summary>
/// One server of each kind per test assembly, started when first asked for and ended with the test process.
/// Test classes take their own database, virtual host or key prefix through the fixtures beside this class;
/// a test that stops or kills a server starts one of its own.
/// </summary>
public static class SharedServers
{
    private static readonly StartedOnce<PostgresServer> Postgres = new(PostgresServer.StartAsync);
    private static readonly StartedOnce<RabbitMqServer> RabbitMq = new(() => RabbitMqServer.StartAsync());
    private static readonly StartedOnce<RedisServer> Redis = new(() => RedisServer.StartAsync());
    private static readonly StartedOnce<LocalnetProcess> Localnet = new(() => LocalnetProcess.StartAsync());

    /// <summary>The assembly's PostgreSQL.</summary>
    public static Task<PostgresServer> PostgresAsync() => Postgres.GetAsync();

    /// <summary>The assembly's RabbitMQ.</summary>
    public static Task<RabbitMqServer> RabbitMqAsync() => RabbitMq.GetAsync();

    /// <summary>The assembly's Redis.</summary>
    public static Task<RedisServer> RedisAsync() => Redis.GetAsync();

    /// <summary>The assembly's Solana network, with slots of 50 ms. Tests that ask for faults start one of their own.</summary>
    public static Task<LocalnetProcess> LocalnetAsync() => Localnet.GetAsync();

    private sealed class StartedOnce<TServer>(Func<Task<TServer>> start)
    {
        private readonly Lock _gate = new();
        private Task<TServer>? _started;

        public Task<TServer> GetAsync()
        {
            lock (_gate)
            {
                return _started ??= start();
            }
        }
    }
}
