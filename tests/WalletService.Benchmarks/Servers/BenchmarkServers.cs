using Npgsql;
using WalletService.Benchmarks.Echo;
using WalletService.Benchmarks.Measurement;
using WalletService.TestKit.Servers;

namespace WalletService.Benchmarks.Servers;

/// <summary>Every server that the service needs, each a process of its own on loopback.</summary>
internal sealed class BenchmarkServers : IAsyncDisposable
{
    /// <summary>Time per slot on mainnet is near 400 ms; the local network is given less, so that transfers settle sooner.</summary>
    private const int SlotMilliseconds = 250;

    private const string KmsProject = "benchmark";
    private const string KmsLocation = "europe-west6";
    private const string KeyRing = "wallets";

    private readonly RabbitMqServer rabbitMq;
    private readonly RedisServer redis;
    private readonly PostgresServer postgres;
    private readonly KmsEmulatorProcess kms;
    private readonly KmsEmulatorCalls kmsCalls;
    private readonly StatementStatistics statements;
    private readonly string connectionString;

    private BenchmarkServers(
        (RabbitMqServer Server, string VirtualHost) broker,
        RedisServer redis,
        (PostgresServer Server, StatementStatistics Statements, string ConnectionString) database,
        LocalnetProcess localnet,
        KmsEmulatorProcess kms)
    {
        rabbitMq = broker.Server;
        Broker = new BrokerAccess(rabbitMq.UriTo(broker.VirtualHost), RabbitMqServer.UserName, rabbitMq.Password);
        this.redis = redis;
        (postgres, statements, connectionString) = database;
        OpenWork = new OpenWork(connectionString);
        Localnet = localnet;
        this.kms = kms;
        kmsCalls = new KmsEmulatorCalls(kms.BaseUrl);
    }

    public BrokerAccess Broker { get; }

    public LocalnetProcess Localnet { get; }

    /// <summary>What the service has left to do in its database.</summary>
    public OpenWork OpenWork { get; }

    public static async Task<BenchmarkServers> StartAsync()
    {
        var broker = await RabbitMqServer.StartAsync();
        var database = await PostgresServer.StartAsync();
        var servers = new BenchmarkServers(
            (broker, await broker.CreateVirtualHostAsync()),
            await RedisServer.StartAsync(),
            (database, await StatementStatistics.EnableAsync(database), await database.CreateDatabaseAsync()),
            await LocalnetProcess.StartAsync(SlotMilliseconds),
            await KmsEmulatorProcess.StartAsync());
        await servers.kmsCalls.CreateKeyRingAsync(KmsProject, KmsLocation, KeyRing);
        return servers;
    }

    /// <summary>The settings with which the service uses these servers.</summary>
    public Dictionary<string, string> ServiceSettings() => new()
    {
        ["Storage__Provider"] = "Postgres",
        ["Postgres__ConnectionString"] = connectionString,
        ["Cache__Provider"] = "Redis",
        ["Redis__Endpoint"] = redis.Endpoint,
        ["Redis__Password"] = redis.Password,
        ["Keys__Provider"] = "GoogleKms",
        ["GoogleKms__ProjectId"] = KmsProject,
        ["GoogleKms__LocationId"] = KmsLocation,
        ["GoogleKms__KeyRingId"] = KeyRing,
        ["GoogleKms__BaseUrl"] = kms.BaseUrl.AbsoluteUri,
        ["GoogleKms__Credentials"] = "None",
        ["Messaging__Transport"] = "RabbitMq",
        ["RabbitMq__Uri"] = Broker.Uri.AbsoluteUri,
        ["RabbitMq__UserName"] = Broker.UserName,
        ["RabbitMq__Password"] = Broker.Password,
        ["Callers__Identity"] = "Required",
        [$"Callers__Known__{Broker.UserName}__Routes__0"] = "wallet.*",
        [$"Callers__Known__{Broker.UserName}__Users__0"] = "*",
        [$"Callers__Known__{Broker.UserName}__Administrator"] = "true",
        ["Solana__RpcUrl"] = Localnet.RpcUrl.AbsoluteUri,
        ["Solana__WebSocketUrl"] = Localnet.WebSocketUrl.AbsoluteUri,
    };

    /// <summary>Fills the pool of prepared keys.</summary>
    public Task PrepareKeysAsync() => PreparedKeys.FillAsync(connectionString);

    /// <summary>What each server, and for its round trips the service, has counted so far.</summary>
    public async Task<CallCounts> CountCallsAsync(MeasuredService service)
    {
        var localnet = await Localnet.ControlAsync("state");
        return new CallCounts(
            await kmsCalls.CountAsync(),
            localnet.GetProperty("requests").EnumerateObject().ToDictionary(method => method.Name, method => method.Value.GetInt64(), StringComparer.Ordinal),
            await service.ReadCounterAsync("wallet_sql_round_trips_total", "operation"),
            await statements.CountAsync(new NpgsqlConnectionStringBuilder(connectionString).Database!),
            await RedisCommands.CountAsync(redis));
    }

    /// <summary>What the service holds open at its servers.</summary>
    public async Task<HeldOpen> HeldOpenAsync()
    {
        var channels = await rabbitMq.ControlAsync("--quiet", "list_channels", "-p", Uri.UnescapeDataString(Broker.Uri.AbsolutePath[1..]), "pid");
        return new HeldOpen(channels.Split('\n').Count(line => line.Contains('<', StringComparison.Ordinal)), await OpenWork.CountConnectionsAsync());
    }

    public async Task<IReadOnlyDictionary<string, string>> VersionsAsync() => new Dictionary<string, string>
    {
        ["PostgreSQL"] = await statements.ServerVersionAsync(),
        ["Redis"] = await RedisCommands.VersionAsync(redis),
    };

    public async ValueTask DisposeAsync()
    {
        kmsCalls.Dispose();
        await kms.DisposeAsync();
        await Localnet.DisposeAsync();
        await postgres.DisposeAsync();
        await redis.DisposeAsync();
        await rabbitMq.DisposeAsync();
    }
}
