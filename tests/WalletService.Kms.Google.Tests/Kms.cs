using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.KmsEmulator;
using WalletService.KmsEmulator.Faults;

namespace WalletService.Kms.Google.Tests;

/// <summary>The adapter, composed as the host composes it, before an emulator of its own with a key ring.</summary>
internal sealed class Kms : IAsyncDisposable
{
    public const string Sign = "cryptoKeyVersions.asymmetricSign";
    public const string GetPublicKey = "cryptoKeyVersions.getPublicKey";
    public const string GetVersion = "cryptoKeyVersions.get";
    public const string CreateKey = "cryptoKeys.create";
    public const string GetKey = "cryptoKeys.get";
    public const string GetRing = "keyRings.get";
    public const string KeyRingName = "projects/demo/locations/europe-west6/keyRings/wallets";

    private readonly ServiceProvider provider;
    private readonly Dictionary<SolanaAddress, WalletId> wallets = [];

    private Kms(KmsEmulatorServer emulator, ServiceProvider services, RecordedLogs logs)
    {
        Emulator = emulator;
        provider = services;
        Logs = logs;
    }

    public KmsEmulatorServer Emulator { get; }

    public RecordedLogs Logs { get; }

    public IKeyWrapper Wrapper => provider.GetRequiredService<IKeyWrapper>();

    public IWalletKeys Keys => provider.GetRequiredService<IKeyVault>();

    public GoogleKmsWalletKeys GoogleKeys => provider.GetRequiredService<GoogleKmsWalletKeys>();

    public IDependencyProbe Probe => provider.GetRequiredService<IDependencyProbe>();

    /// <param name="emulator">Options of the emulator; those by default when null.</param>
    /// <param name="clock">The adapter's clock; the system's when null. The emulator's is always the system's.</param>
    /// <param name="settings">Settings beside the fast ones that tests use.</param>
    public static async Task<Kms> StartAsync(
        KmsEmulatorOptions? emulator = null,
        TimeProvider? clock = null,
        params (string Key, string Value)[] settings)
    {
        var server = await KmsEmulatorServer.StartAsync(emulator);
        var logs = new RecordedLogs();
        var kms = new Kms(server, BuildServices(server.BaseAddress, logs, clock, settings), logs);
        if (emulator?.RequiredToken is null)
        {
            await kms.GoogleKeys.EnsureKeyRingAsync(CancellationToken.None);
        }

        server.Calls.Reset();
        logs.Clear();
        return kms;
    }

    public static ServiceProvider BuildServices(
        Uri baseAddress,
        RecordedLogs? logs = null,
        TimeProvider? clock = null,
        params (string Key, string Value)[] settings)
    {
        // Waits are short because no test is about their length; those that are move a clock by hand.
        var configuration = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ProjectId"] = "demo",
            ["LocationId"] = "europe-west6",
            ["KeyRingId"] = "wallets",
            ["Environment"] = "test",
            ["BaseUrl"] = baseAddress.ToString(),
            ["Credentials"] = "None",
            ["AttemptTimeout"] = "00:00:30",
            ["TotalTimeout"] = "00:01:00",
            ["RetryDelay"] = "00:00:00.001",
            ["QuotaRetryDelay"] = "00:00:00.001",
            ["GenerationPollDelay"] = "00:00:00.001",
            ["WritesPerSecond"] = "1000",
            ["WriteBurst"] = "1000",
        };
        foreach (var (key, value) in settings)
        {
            configuration[key] = value;
        }

        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs ?? new RecordedLogs()));
        if (clock is not null)
        {
            services.AddSingleton(clock);
        }

        services.AddGoogleKms(new ConfigurationBuilder().AddInMemoryCollection(configuration).Build());
        return services.BuildServiceProvider();
    }

    public static WalletId NewWallet() => WalletId.New(TimeProvider.System);

    public T Get<T>()
        where T : notnull => provider.GetRequiredService<T>();

    /// <summary>A key made without faults; its calls are not counted.</summary>
    public async Task<WalletKey> NewKeyAsync()
    {
        var key = await CreateKeyAsync();
        Emulator.Calls.Reset();
        return key;
    }

    /// <summary>The key of a new wallet.</summary>
    public async Task<WalletKey> CreateKeyAsync()
    {
        var wallet = NewWallet();
        var key = await Keys.CreateAsync(wallet, CancellationToken.None);
        wallets.Add(key.Address, wallet);
        return key;
    }

    /// <summary>The wallet whose key this address is.</summary>
    public WalletId WalletOf(WalletKey key) => wallets[key.Address];

    /// <summary>Signs for the wallet whose key this address is.</summary>
    public Task<byte[]> SignAsync(WalletKey key, ReadOnlyMemory<byte> message) =>
        Keys.SignAsync(WalletOf(key), key, message, CancellationToken.None);

    public void Plan(FaultKind kind, string? operation = null, int times = 1, int skip = 0, int delayMs = 0) =>
        Emulator.Faults.Add(new Fault { Kind = kind, Operation = operation, Times = times, Skip = skip, DelayMs = delayMs });

    public int Count(string operation) => Emulator.Calls.Count(operation);

    /// <summary>Calls the emulator directly, as an operator would with another tool.</summary>
    public async Task SendAsync(HttpMethod method, string path, JsonObject? body = null)
    {
        using var http = new HttpClient { BaseAddress = Emulator.BaseAddress };
        using var request = new HttpRequestMessage(method, "v1/" + path) { Content = JsonContent.Create(body ?? []) };
        using var response = await http.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        await provider.DisposeAsync();
        await Emulator.DisposeAsync();
    }
}
