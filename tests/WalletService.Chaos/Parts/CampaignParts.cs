using System.Globalization;
using Npgsql;
using WalletService.TestKit.Servers;

namespace WalletService.Chaos.Parts;

/// <summary>Everything real that a campaign runs: servers, chain, vault and K processes of the service.</summary>
internal sealed class CampaignParts : IAsyncDisposable
{
    /// <summary>A third of mainnet's slot: a blockhash lives for 15 s, so that attempts die and are signed again within a run.</summary>
    public const int SlotMilliseconds = 100;

    /// <summary>Shorter than in production, so that pauses longer than a lease fit into a run.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan ReadyDeadline = TimeSpan.FromMinutes(3);

    private readonly KmsEmulatorProcess kms;

    private CampaignParts(
        RabbitMqServer rabbitMq, RedisServer redis, PostgresServer postgres, LocalnetProcess localnet, KmsEmulatorProcess kms, BrokerAccess broker)
    {
        RabbitMq = rabbitMq;
        Redis = redis;
        Postgres = postgres;
        Localnet = localnet;
        this.kms = kms;
        Kms = new KmsControl(kms.BaseUrl);
        Broker = broker;
    }

    public RabbitMqServer RabbitMq { get; }

    public RedisServer Redis { get; }

    public PostgresServer Postgres { get; }

    public LocalnetProcess Localnet { get; }

    public KmsControl Kms { get; }

    public BrokerAccess Broker { get; }

    public IReadOnlyList<ServiceInstance> Services { get; private set; } = [];

    public static async Task<CampaignParts> StartAsync(ChaosOptions options, RunFolder folder)
    {
        var rabbitMq = RabbitMqServer.StartAsync();
        var redis = RedisServer.StartAsync();
        var postgres = PostgresServer.StartAsync(isDurable: true);
        var localnet = LocalnetProcess.StartAsync(
            SlotMilliseconds, "--nodes", options.Nodes.ToString(CultureInfo.InvariantCulture));
        var emulator = KmsEmulatorProcess.StartAsync();
        var broker = await rabbitMq;
        var access = new BrokerAccess(broker.UriTo(await broker.CreateVirtualHostAsync()), RabbitMqServer.UserName, broker.Password);
        var parts = new CampaignParts(broker, await redis, await postgres, await localnet, await emulator, access);
        await parts.StartServicesAsync(options, folder);
        return parts;
    }

    /// <summary>Waits until every process of the service takes work; returns the names of those that do not, however long one waits.</summary>
    public async Task<IReadOnlyList<string>> FindUnreadyAsync()
    {
        var areReady = await Task.WhenAll(Services.Select(service => service.BecomesReadyAsync(ReadyDeadline)));
        return [.. Services.Where((_, index) => !areReady[index]).Select(service => service.Name)];
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Services.Select(service => service.DisposeAsync().AsTask()));
        Kms.Dispose();
        foreach (var part in (IAsyncDisposable[])[kms, Localnet, Postgres, Redis, RabbitMq])
        {
            await part.DisposeAsync();
        }

        NpgsqlConnection.ClearAllPools();
    }

    private async Task StartServicesAsync(ChaosOptions options, RunFolder folder)
    {
        await Kms.CreateKeyRingAsync();
        var settings = await DescribeAsync();
        foreach (var (node, index) in Localnet.Nodes.Select((node, index) => (node, index)))
        {
            settings[$"Solana__Nodes__{index}__RpcUrl"] = node.RpcUrl.ToString();
            settings[$"Solana__Nodes__{index}__WebSocketUrl"] = node.WebSocketUrl.ToString();
        }

        var (exitCode, output) = await ServiceProcess.RunCommandAsync("migrate", settings);
        if (exitCode != 0)
        {
            throw new InvalidOperationException($"The migration failed.\n{output}");
        }

        Services = [.. Enumerable.Range(1, options.Instances).Select(number => new ServiceInstance($"service-{number}", settings, folder))];
        foreach (var service in Services)
        {
            service.Start();
        }

        if (await FindUnreadyAsync() is [var unready, ..])
        {
            throw new InvalidOperationException($"{unready} did not become ready.");
        }
    }

    private async Task<Dictionary<string, string>> DescribeAsync() => new(StringComparer.Ordinal)
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Production",
        ["Storage__Provider"] = "Postgres",
        ["Postgres__ConnectionString"] = await Postgres.CreateDatabaseAsync(),
        ["Cache__Provider"] = "Redis",
        ["Redis__Endpoint"] = Redis.Endpoint,
        ["Redis__Password"] = Redis.Password,
        ["Keys__Provider"] = "GoogleKms",
        ["GoogleKms__ProjectId"] = KmsControl.Project,
        ["GoogleKms__LocationId"] = KmsControl.Location,
        ["GoogleKms__KeyRingId"] = KmsControl.KeyRing,
        ["GoogleKms__BaseUrl"] = kms.BaseUrl.ToString(),
        ["GoogleKms__Credentials"] = "None",
        ["GoogleKms__WritesPerSecond"] = "100",
        ["GoogleKms__WriteBurst"] = "100",
        ["Messaging__Transport"] = "RabbitMq",
        ["RabbitMq__Uri"] = Broker.Uri.ToString(),
        ["RabbitMq__UserName"] = Broker.UserName,
        ["RabbitMq__Password"] = Broker.Password,
        ["Callers__Identity"] = "Required",
        [$"Callers__Known__{Broker.UserName}__Routes__0"] = "wallet.*",
        [$"Callers__Known__{Broker.UserName}__Users__0"] = "*",
        [$"Callers__Known__{Broker.UserName}__Administrator"] = "true",
        ["Solana__RequestTimeout"] = "00:00:02",
        ["Deposits__Lease"] = Lease.ToString("c", CultureInfo.InvariantCulture),
        ["Deposits__ReconciliationInterval"] = "00:00:02",
        ["Transfers__SigningDeadline"] = "00:00:50",
        ["Transfers__Lease"] = Lease.ToString("c", CultureInfo.InvariantCulture),
        ["Transfers__ClaimInterval"] = "00:00:01",
        ["Transfers__ExpiryPatience"] = "00:00:05",
        ["Transfers__MissingPatience"] = "00:00:03",
        ["Transfers__RebroadcastInterval"] = "00:00:01",
    };
}
