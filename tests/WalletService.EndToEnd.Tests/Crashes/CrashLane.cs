using System.Net.Http.Json;
using System.Text.Json;
using WalletService.Client;
using WalletService.CrashHost;
using WalletService.TestKit.Fixtures;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests.Crashes;

/// <summary>
/// A service with crash points, on real parts: a Solana network, a key vault, a virtual host and a database of its own, so that
/// several lanes can crash side by side.
/// </summary>
internal sealed class CrashLane : IAsyncDisposable
{
    /// <summary>How many transactions the service may sign for one payment.</summary>
    public const int MaximumAttempts = 2;

    /// <summary>More than the 150 blocks for which a blockhash is good; every 16th slot has none.</summary>
    private const int SlotsOfABlockhash = 200;

    private static readonly HttpClient Http = new();
    private static readonly TimeSpan DeathDeadline = TimeSpan.FromMinutes(2);
    private readonly TemporaryFolder folder = new("crash-lane");
    private KmsEmulatorProcess? kms;
    private LocalnetProcess? localnet;
    private ServiceProcess? service;
    private WalletClient? client;
    private WalletClient? payer;
    private WalletClient? secondApprover;
    private DatabaseRecords? records;

    private CrashLane()
    {
    }

    public LocalnetProcess Localnet => localnet!;

    public KmsEmulatorProcess Kms => kms!;

    public ServiceProcess Service => service!;

    /// <summary>Asks once: whether a request is asked again is for the test to decide.</summary>
    public WalletClient Client => client!;

    /// <summary>Another calling service than that of <see cref="Client"/>: who asks for a payment does not approve it.</summary>
    public WalletClient Payer => payer!;

    /// <summary>A third one, that approves beside that of <see cref="Client"/>.</summary>
    public WalletClient SecondApprover => secondApprover!;

    /// <summary>The names of those who approve.</summary>
    public IReadOnlyList<string> Approvers { get; private set; } = [];

    public DatabaseRecords Records => records!;

    public ChainBlocks Blocks { get; private set; } = null!;

    /// <summary>Accounts that are to receive two payments, and no third.</summary>
    public HashSet<string> PaidTwiceRightly { get; } = new(StringComparer.Ordinal);

    private string SwitchFile => folder.PathOf("crash-point");

    public static async Task<CrashLane> StartAsync()
    {
        var lane = new CrashLane();
        try
        {
            await lane.StartPartsAsync();
            return lane;
        }
        catch
        {
            await lane.DisposeAsync();
            throw;
        }
    }

    /// <summary>The running process will be killed when it comes to this point. Nothing of an earlier case is left to do by then.</summary>
    public async Task ArmAsync(CrashStep step, CrashSide side)
    {
        await Eventually.BecomesTrueAsync(Records.AllIsPublishedAsync);
        var unfinished = folder.PathOf("crash-point.new");
        await File.WriteAllTextAsync(unfinished, CrashSwitch.NameOf(step, side));
        File.Move(unfinished, SwitchFile);
    }

    /// <summary>Waits for the kill; returns the exit code.</summary>
    public async Task<int> DiesAsync()
    {
        await Eventually.BecomesTrueAsync(() => Service.HasExited, DeathDeadline);
        return Service.ExitCode;
    }

    /// <summary>Ends what an earlier case may have left behind.</summary>
    public async Task RecoverAsync()
    {
        File.Delete(SwitchFile);
        await EndFaultsAsync();
        if (Service.HasExited)
        {
            await Service.StartAgainAsync();
        }
    }

    public async Task EndFaultsAsync()
    {
        await Localnet.ControlAsync("reset-faults");
        await Localnet.ControlAsync("release");
        await Kms.ClearFaultsAsync();
    }

    /// <summary>No node passes a transaction on any more, though each says that it did.</summary>
    public Task LoseSendsAsync() => Localnet.ControlAsync("drop", new { count = 100_000 });

    /// <summary>Every blockhash that was given out so far is too old afterwards, and that is final.</summary>
    public Task ExpireBlockhashesAsync() => Localnet.ControlAsync("advance", new { slots = SlotsOfABlockhash });

    /// <summary>The vault refuses to sign with any key.</summary>
    public Task DisableKeysAsync() => Kms.AddFaultAsync("disabledVersion", "cryptoKeyVersions.asymmetricSign");

    /// <summary>The vault does not sign for now.</summary>
    public Task CloseVaultAsync() => Kms.AddFaultAsync("unavailable", "cryptoKeyVersions.asymmetricSign");

    /// <summary>How many keys the vault holds.</summary>
    public async Task<int> CountKeysAsync()
    {
        var keys = new Uri(Kms.BaseUrl, "/v1/projects/end-to-end/locations/europe-west6/keyRings/wallets/cryptoKeys?pageSize=1");
        return (await Http.GetFromJsonAsync<JsonElement>(keys)).GetProperty("totalSize").GetInt32();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var part in (IAsyncDisposable?[])[client, payer, secondApprover, service, records, kms, localnet])
        {
            if (part is not null)
            {
                await part.DisposeAsync();
            }
        }

        folder.Dispose();
    }

    private async Task StartPartsAsync()
    {
        // A blockhash lives for 150 blocks of 200 ms, longer than a restart; a block stays confirmed for long enough to be seen so.
        var chain = LocalnetProcess.StartAsync(slotMilliseconds: 200, "--finalize-slots", "12");
        var vault = KmsEmulatorProcess.StartAsync();
        var rabbitMq = await SharedServers.RabbitMqAsync();
        var redis = await SharedServers.RedisAsync();
        var postgres = await SharedServers.PostgresAsync();
        var virtualHost = await rabbitMq.CreateVirtualHostAsync();
        var brokerUri = rabbitMq.UriTo(virtualHost);
        var (payerName, approverName) = ($"payer.{virtualHost}", $"approver.{virtualHost}");
        await rabbitMq.CreateUserAsync(virtualHost, payerName, rabbitMq.Password, BrokerPermissions.All);
        await rabbitMq.CreateUserAsync(virtualHost, approverName, rabbitMq.Password, BrokerPermissions.All);
        Approvers = [RabbitMqServer.UserName, approverName];
        var connectionString = await postgres.CreateDatabaseAsync();
        (localnet, kms) = (await chain, await vault);
        await StackSettings.CreateKeyRingAsync(kms);

        var settings = StackSettings.For(rabbitMq, brokerUri, redis, connectionString, localnet, kms);
        Quicken(settings);
        settings["Transfers__MaximumAttempts"] = $"{MaximumAttempts}";
        settings[CrashSwitch.FileVariable] = SwitchFile;
        foreach (var name in new[] { payerName, approverName })
        {
            settings[$"Callers__Known__{name}__Routes__0"] = "wallet.*";
            settings[$"Callers__Known__{name}__Users__0"] = "*";
        }

        var (exitCode, output) = await ServiceProcess.RunCommandAsync("migrate", settings);
        Assert.True(exitCode == 0, output);
        service = await ServiceProcess.StartAsync(settings, BuiltProgram.PathOf("tests", "WalletService.CrashHost"));

        records = new DatabaseRecords(connectionString);
        Blocks = new ChainBlocks(localnet.RpcUrl);
        client = await ConnectAsync(brokerUri, RabbitMqServer.UserName, rabbitMq.Password);
        payer = await ConnectAsync(brokerUri, payerName, rabbitMq.Password);
        secondApprover = await ConnectAsync(brokerUri, approverName, rabbitMq.Password);
    }

    private static Task<WalletClient> ConnectAsync(Uri brokerUri, string user, string password) => WalletClient.ConnectAsync(new WalletClientOptions
    {
        BrokerUri = brokerUri,
        UserName = user,
        Password = password,
        Requests = new WalletRequestOptions { MaximumAttempts = 1, Timeout = TimeSpan.FromMinutes(3) },
    });

    /// <summary>Everything that the service does after a while is done after a short while.</summary>
    private static void Quicken(Dictionary<string, string> settings)
    {
        settings["GoogleKms__AttemptTimeout"] = "00:00:20";
        settings["GoogleKms__TotalTimeout"] = "00:01:00";
        settings["Service__ProbeInterval"] = "00:00:00.200";
        settings["Transfers__Lease"] = "00:00:02";
        settings["Transfers__ClaimInterval"] = "00:00:00.100";
        settings["Transfers__StatusInterval"] = "00:00:00.100";
        settings["Transfers__RebroadcastInterval"] = "00:00:00.300";
        settings["Transfers__ExpiryPatience"] = "00:00:00.300";
        settings["Transfers__MissingPatience"] = "00:00:01";
        settings["KeyRotation__PollInterval"] = "00:00:00.100";
        settings["KeyRotation__Patience"] = "00:00:02";
        settings["Solana__BlockhashRefreshInterval"] = "00:00:00.200";
        settings["Solana__BlockhashMaxAge"] = "00:00:02";

        // Events of deposits and of what is unusual would come to the armed point before the request's own does.
        settings["Deposits__Enabled"] = "false";
        settings["Anomalies__Enabled"] = "false";
    }
}
