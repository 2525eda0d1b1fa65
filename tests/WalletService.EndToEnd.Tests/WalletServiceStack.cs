using WalletService.Client;
using WalletService.Solana.Rpc;
using WalletService.TestKit.Servers;

namespace WalletService.EndToEnd.Tests;

/// <summary>The whole service with real parts on loopback: RabbitMQ, Redis, PostgreSQL, a Solana network, Cloud KMS by its protocol.</summary>
public sealed class WalletServiceStack : IAsyncLifetime, IAsyncDisposable
{
    private string virtualHost = string.Empty;

    public RabbitMqServer RabbitMq { get; private set; } = null!;

    public RedisServer Redis { get; private set; } = null!;

    public PostgresServer Postgres { get; private set; } = null!;

    public LocalnetProcess Localnet { get; private set; } = null!;

    public KmsEmulatorProcess Kms { get; private set; } = null!;

    public ServiceProcess Service { get; private set; } = null!;

    /// <summary>As <c>RabbitMq:Uri</c> takes it: without credentials.</summary>
    public Uri BrokerUri => RabbitMq.UriTo(virtualHost);

    /// <summary>As AMQP clients of any language take it.</summary>
    public string BrokerUrl => new UriBuilder(BrokerUri) { UserName = RabbitMqServer.UserName, Password = RabbitMq.Password }.Uri.AbsoluteUri;

    /// <summary>The settings of the service, by environment variable.</summary>
    public Dictionary<string, string> Settings { get; } = new(StringComparer.Ordinal);

    /// <summary>How the owner of its database connects.</summary>
    internal string OwnersConnection { get; private set; } = string.Empty;

    /// <param name="change">Changes the settings.</param>
    /// <param name="program">Another assembly that holds the service; the service's own when left out.</param>
    /// <param name="withBrokerMetrics">Whether the broker tells its own metrics.</param>
    public static async Task<WalletServiceStack> StartAsync(
        Action<Dictionary<string, string>>? change = null, string? program = null, bool withBrokerMetrics = false)
    {
        var stack = new WalletServiceStack();
        try
        {
            await stack.StartPartsAsync(change, program, withBrokerMetrics);
            return stack;
        }
        catch
        {
            await stack.DisposeAsync();
            throw;
        }
    }

    /// <summary>Brings the database's schema up to date, as its owner.</summary>
    /// <returns>What it says.</returns>
    public async Task<string> MigrateAsync(string? program = null)
    {
        var owner = new Dictionary<string, string>(Settings, StringComparer.Ordinal)
        {
            ["Postgres__ConnectionString"] = OwnersConnection,
            ["Postgres__ServiceRole"] = PostgresServer.ServiceRole,
        };
        var (exitCode, output) = await ServiceProcess.RunCommandAsync("migrate", owner, program);
        Assert.True(exitCode == 0, output);
        return output;
    }

    /// <summary>What its database says, read without the service.</summary>
    internal DatabaseRecords ReadRecords() => new(OwnersConnection);

    /// <summary>A client of the service, which asks again up to <paramref name="attempts"/> times in all.</summary>
    public Task<WalletClient> ConnectAsync(int attempts = 3) => WalletClient.ConnectAsync(new WalletClientOptions
    {
        BrokerUri = BrokerUri,
        UserName = RabbitMqServer.UserName,
        Password = RabbitMq.Password,
        Requests = new WalletRequestOptions { MaximumAttempts = attempts },
    });

    public Task InitializeAsync() => StartPartsAsync(change: null, program: null, withBrokerMetrics: false);

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        foreach (var part in (IAsyncDisposable?[])[Service, Kms, Localnet, Postgres, Redis, RabbitMq])
        {
            if (part is not null)
            {
                await part.DisposeAsync();
            }
        }
    }

    private async Task StartPartsAsync(Action<Dictionary<string, string>>? change, string? program, bool withBrokerMetrics)
    {
        var rabbitMq = withBrokerMetrics ? RabbitMqServer.StartWithMetricsAsync() : RabbitMqServer.StartAsync();
        var redis = RedisServer.StartAsync();
        var postgres = PostgresServer.StartAsync(isDurable: true);
        var localnet = LocalnetProcess.StartAsync();
        var emulator = KmsEmulatorProcess.StartAsync();
        (RabbitMq, Redis, Postgres, Localnet, Kms) = (await rabbitMq, await redis, await postgres, await localnet, await emulator);

        virtualHost = await RabbitMq.CreateVirtualHostAsync();
        await DescribeAsync();
        await StackSettings.CreateKeyRingAsync(Kms);
        change?.Invoke(Settings);

        OwnersConnection = Settings["Postgres__ConnectionString"];
        await MigrateAsync(program);
        Settings["Postgres__ConnectionString"] = PostgresServer.As(PostgresServer.ServiceRole, OwnersConnection);
        Service = await ServiceProcess.StartAsync(Settings, program);
    }

    private async Task DescribeAsync()
    {
        var settings = StackSettings.For(RabbitMq, BrokerUri, Redis, await Postgres.CreateDatabaseAsync(), Localnet, Kms);
        foreach (var (name, value) in settings)
        {
            Settings[name] = value;
        }

        using var http = new HttpClient();
        Settings["Solana__ExpectedGenesisHash"] = (await new SolanaRpcClient(http, Localnet.RpcUrl).GetGenesisHashAsync()).ToString();
    }
}
