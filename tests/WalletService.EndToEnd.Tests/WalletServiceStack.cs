using System.Net.Http.Json;
using WalletService.Client;
using WalletService.TestKit.Servers;

namespace WalletService.EndToEnd.Tests;

/// <summary>The whole service with real parts on loopback: RabbitMQ, Redis, PostgreSQL, a Solana network, Cloud KMS by its protocol.</summary>
public sealed class WalletServiceStack : IAsyncLifetime, IAsyncDisposable
{
    private KmsEmulatorProcess? kms;
    private string virtualHost = string.Empty;

    public RabbitMqServer RabbitMq { get; private set; } = null!;

    public RedisServer Redis { get; private set; } = null!;

    public PostgresServer Postgres { get; private set; } = null!;

    public LocalnetProcess Localnet { get; private set; } = null!;

    public ServiceProcess Service { get; private set; } = null!;

    /// <summary>As <c>RabbitMq:Uri</c> takes it: without credentials.</summary>
    public Uri BrokerUri => RabbitMq.UriTo(virtualHost);

    /// <summary>As AMQP clients of any language take it.</summary>
    public string BrokerUrl => new UriBuilder(BrokerUri) { UserName = RabbitMqServer.UserName, Password = RabbitMq.Password }.Uri.AbsoluteUri;

    /// <summary>The settings of the service, by environment variable.</summary>
    public Dictionary<string, string> Settings { get; } = new(StringComparer.Ordinal);

    public static async Task<WalletServiceStack> StartAsync(Action<Dictionary<string, string>>? change = null)
    {
        var stack = new WalletServiceStack();
        try
        {
            await stack.StartPartsAsync(change);
            return stack;
        }
        catch
        {
            await stack.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client of the service, which asks again up to <paramref name="attempts"/> times in all.</summary>
    public Task<WalletClient> ConnectAsync(int attempts = 3) => WalletClient.ConnectAsync(new WalletClientOptions
    {
        BrokerUri = BrokerUri,
        UserName = RabbitMqServer.UserName,
        Password = RabbitMq.Password,
        Requests = new WalletRequestOptions { MaximumAttempts = attempts },
    });

    public Task InitializeAsync() => StartPartsAsync(change: null);

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        foreach (var part in (IAsyncDisposable?[])[Service, kms, Localnet, Postgres, Redis, RabbitMq])
        {
            if (part is not null)
            {
                await part.DisposeAsync();
            }
        }
    }

    private async Task StartPartsAsync(Action<Dictionary<string, string>>? change)
    {
        var rabbitMq = RabbitMqServer.StartAsync();
        var redis = RedisServer.StartAsync();
        var postgres = PostgresServer.StartAsync();
        var localnet = LocalnetProcess.StartAsync();
        var emulator = KmsEmulatorProcess.StartAsync();
        (RabbitMq, Redis, Postgres, Localnet, kms) = (await rabbitMq, await redis, await postgres, await localnet, await emulator);

        virtualHost = await RabbitMq.CreateVirtualHostAsync();
        await DescribeAsync();
        await CreateKeyRingAsync();
        change?.Invoke(Settings);

        var (exitCode, output) = await ServiceProcess.RunCommandAsync("migrate", Settings);
        Assert.True(exitCode == 0, output);
        Service = await ServiceProcess.StartAsync(Settings);
    }

    /// <summary>What an operator does once for each environment: the service itself has no right to make key rings.</summary>
    private async Task CreateKeyRingAsync()
    {
        using var http = new HttpClient { BaseAddress = kms!.BaseUrl };
        using var answer = await http.PostAsJsonAsync(
            "/v1/projects/end-to-end/locations/europe-west6/keyRings?keyRingId=wallets", new { });
        answer.EnsureSuccessStatusCode();
    }

    private async Task DescribeAsync()
    {
        foreach (var (name, value) in new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["Storage__Provider"] = "Postgres",
            ["Postgres__ConnectionString"] = await Postgres.CreateDatabaseAsync(),
            ["Cache__Provider"] = "Redis",
            ["Redis__Endpoint"] = $"127.0.0.1:{Redis.Port}",
            ["Redis__Password"] = Redis.Password,
            ["Keys__Provider"] = "GoogleKms",
            ["GoogleKms__ProjectId"] = "end-to-end",
            ["GoogleKms__LocationId"] = "europe-west6",
            ["GoogleKms__KeyRingId"] = "wallets",
            ["GoogleKms__BaseUrl"] = kms!.BaseUrl.ToString(),
            ["GoogleKms__Credentials"] = "None",
            ["GoogleKms__WritesPerSecond"] = "100",
            ["GoogleKms__WriteBurst"] = "100",
            ["Messaging__Transport"] = "RabbitMq",
            ["RabbitMq__Uri"] = BrokerUri.ToString(),
            ["RabbitMq__UserName"] = RabbitMqServer.UserName,
            ["RabbitMq__Password"] = RabbitMq.Password,
            ["Solana__RpcUrl"] = Localnet.RpcUrl.ToString(),
            ["Solana__WebSocketUrl"] = Localnet.WebSocketUrl.ToString(),
        })
        {
            Settings[name] = value;
        }
    }
}
