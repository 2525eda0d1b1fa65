using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WalletService.Domain.Features;
using WalletService.Domain.Inspection;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Solana;
using WalletService.Solana.Rpc;
using WalletService.TestKit.Fakes;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.LyingNetwork.Tests;

/// <summary>
/// The transfer machine as it ships, with its real Solana adapter, on a local network whose blocks are made one by one and whose nodes
/// lie as told. What happened is read from the chain itself, past the service.
/// </summary>
public sealed class LyingNetworkScene : IAsyncDisposable
{
    public const ulong Amount = 1_000_000_000;

    /// <summary>More slots than a blockhash lives (150 blocks, some slots skipped) and finality takes (32).</summary>
    public const int PastExpiry = 230;

    private readonly IHost host;
    private readonly HttpClient http = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly SolanaRpcClient chain;
    private Task running = Task.CompletedTask;

    private LyingNetworkScene(LocalnetProcess localnet, IHost host)
    {
        Localnet = localnet;
        this.host = host;
        chain = new SolanaRpcClient(http, localnet.RpcUrl);
    }

    public LocalnetProcess Localnet { get; }

    public FakeWalletKeys Keys { get; } = new();

    public RecordedTelemetry Telemetry { get; } = new();

    public SolanaAddress Recipient { get; } = SolanaAddress.FromBytes(Ed25519.GenerateKey().PublicKey);

    public UserId User { get; } = UserId.Parse("alice");

    public Wallet Wallet { get; private set; } = null!;

    public TransferTracker Tracker { get; private set; } = null!;

    private TransferOptions Options { get; } = new()
    {
        StatusInterval = TimeSpan.FromMilliseconds(20),
        RebroadcastInterval = TimeSpan.FromMilliseconds(100),
        ExpiryPatience = TimeSpan.FromMilliseconds(50),
        MissingPatience = TimeSpan.FromMilliseconds(200),
        MaximumAttempts = 5,
    };

    /// <param name="nodes">How many nodes the network has and the service uses.</param>
    /// <param name="options">Further options of the local network.</param>
    public static async Task<LyingNetworkScene> StartAsync(int nodes = 1, params string[] options)
    {
        var localnet = await LocalnetProcess.StartAsync(0, ["--nodes", $"{nodes}", .. options]);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(Settings(localnet));
        builder.Services.AddSingleton(new TokenOptions());
        builder.Services.AddEmbeddedStorage().AddEmbeddedCache().AddSolanaLedger(builder.Configuration.GetSection("Solana"));
        var built = builder.Build();
        await built.StartAsync(CancellationToken.None);
        var scene = new LyingNetworkScene(localnet, built);
        await scene.OpenWalletAsync();
        scene.StartTracker();
        return scene;
    }

    /// <summary>Commits a payment of <see cref="Amount"/> to a recipient that nobody else pays.</summary>
    public async Task<Transfer> PayAsync()
    {
        var intake = new TransferIntake(Port<ITransferStore>(), Tracker, Options);
        var service = new TransferSolService(Port<IWalletStore>(), intake, Options, TimeProvider.System);
        var command = new TransferSolCommand(
            CallerId.Unidentified,
            User,
            Wallet.Id,
            Recipient,
            new Lamports(Amount),
            Memo: null,
            IdempotencyKey.Parse("pay-1"),
            TimeSpan.FromMinutes(10));
        var result = await service.SubmitAsync(command, CancellationToken.None);
        Assert.True(result.TryGetValue(out var transfer, out var error), error?.Message);
        return transfer;
    }

    public async Task<Transfer> ReadAsync(Transfer transfer) =>
        await Port<ITransferStore>().FindAsync(User, transfer.Id, CancellationToken.None) ?? throw new InvalidOperationException("Lost.");

    public Task<IReadOnlyList<TransferAttempt>> AttemptsAsync(Transfer transfer) =>
        Port<ITransferStore>().GetAttemptsAsync(User, transfer.Id, CancellationToken.None);

    public Task BecomesAsync(Transfer transfer, TransferStatus status) =>
        Eventually.BecomesTrueAsync(async () => (await ReadAsync(transfer)).Status == status, TimeSpan.FromSeconds(20));

    /// <summary>Makes blocks until the transfer has ended, but no more than so many.</summary>
    public async Task<Transfer> EndAsync(Transfer transfer, int atMostSlots)
    {
        var left = atMostSlots;
        await Eventually.BecomesTrueAsync(
            async () =>
            {
                if (left-- > 0)
                {
                    await AdvanceAsync(1);
                }

                return (await ReadAsync(transfer)).Status.IsEnd();
            },
            TimeSpan.FromSeconds(30));
        return await ReadAsync(transfer);
    }

    public Task AdvanceAsync(int slots) => Localnet.ControlAsync("advance", new { slots });

    public Task LieAsync(string control, object arguments) => Localnet.ControlAsync(control, arguments);

    public Task TellTheTruthAsync() => Localnet.ControlAsync("reset-faults");

    /// <summary>What the recipient has been paid, by the chain's newest block.</summary>
    public async Task<ulong> PaidAsync()
    {
        var address = Address.FromBytes(Recipient.Bytes.Span);
        return (await chain.GetBalanceAsync(address, RpcCommitment.Processed, minContextSlot: null, CancellationToken.None)).Value;
    }

    /// <summary>The height of the newest final block.</summary>
    public async Task<ulong> FinalHeightAsync() =>
        (await chain.GetEpochInfoAsync(RpcCommitment.Finalized, minContextSlot: null, CancellationToken.None)).BlockHeight;

    /// <summary>Lets the tracker look so many more times.</summary>
    public async Task LookAsync(int times = 10)
    {
        var before = await CountAsync("getSignatureStatuses");
        await Eventually.BecomesTrueAsync(async () => await CountAsync("getSignatureStatuses") >= before + times, TimeSpan.FromSeconds(10));
    }

    /// <summary>Lets the tracker look in vain a few more times.</summary>
    public async Task FailToLookAsync()
    {
        var before = Telemetry.Delays.Count;
        await Eventually.BecomesTrueAsync(() => Telemetry.Delays.Count >= before + 5, TimeSpan.FromSeconds(20));
    }

    public async Task<int> CountAsync(string method) =>
        (await Localnet.ControlAsync("state")).GetProperty("requests").TryGetProperty(method, out var count) ? count.GetInt32() : 0;

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running;
        await host.StopAsync(CancellationToken.None);
        host.Dispose();
        http.Dispose();
        stopping.Dispose();
        await Localnet.DisposeAsync();
    }

    private static Dictionary<string, string?> Settings(LocalnetProcess localnet)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Solana:BlockhashRefreshInterval"] = "00:00:00.100",
            ["Solana:BlockhashMaxAge"] = "00:00:00.300",
            ["Solana:RequestTimeout"] = "00:00:01",

            // The rules are shown one at a time: the pool's own guard against nodes that are far behind is not to hide the judge's.
            ["Solana:MaximumSlotsBehind"] = "10000",
        };
        foreach (var (node, index) in localnet.Nodes.Select((node, index) => (node, index)))
        {
            settings[$"Solana:Nodes:{index}:Name"] = $"node-{index}";
            settings[$"Solana:Nodes:{index}:RpcUrl"] = node.RpcUrl.AbsoluteUri;
        }

        return settings;
    }

    private T Port<T>()
        where T : notnull => host.Services.GetRequiredService<T>();

    private async Task OpenWalletAsync()
    {
        var service = new CreateWalletService(Port<IWalletStore>(), Keys, TimeProvider.System);
        var created = await service.CreateAsync(
            CallerId.Unidentified, User, WalletLabel.Parse("savings"), IdempotencyKey.Parse("create-1"), CancellationToken.None);
        Assert.True(created.TryGetValue(out var wallet, out _));
        Wallet = wallet;
        await chain.RequestAirdropAsync(Address.FromBytes(wallet.Address.Bytes.Span), 5 * Amount, RpcCommitment.Confirmed, CancellationToken.None);
        await AdvanceAsync(40);
    }

    private void StartTracker()
    {
        var store = Port<ITransferStore>();
        var wallets = Port<IWalletStore>();
        var network = Port<ITransactionNetwork>();
        var payments = Port<ITransferTransactions>();
        var callers = Port<ICallerTransactions>();
        var time = TimeProvider.System;
        var moves = new TransferMoves(new TransferSignals(), Port<IBalanceCache>(), Telemetry);
        var decider = new TransferDecider(
            store,
            new SolPaymentDecider(Port<ILedgerReader>(), payments, Options),
            new TokenPaymentDecider(
                Port<ITokenLedger>(), payments, Options, Port<TokenOptions>(), new FeatureDefaults(new FeatureOptions())),
            new BatchDecider(Port<ILedgerReader>(), Port<ITokenLedger>(), payments, Options, Port<TokenOptions>()),
            new AccountClosingDecider(Port<ITokenLedger>(), payments),
            new CallerTransactionDecider(new CallerInspector(callers, new InspectionOptions())),
            ScreeningServices.Create(Port<IPaymentHistory>()),
            time);
        var messages = new TransferMessages(payments, callers, Port<ITransactionInspector>());
        var signer = new TransferSigner(store, messages, Keys, Telemetry, time);
        var sender = new TransferSender(store, network, Telemetry, time);
        var observer = new TransferObserver(store, network, decider, Options, time);
        var stepper = new TransferStepper(wallets, store, decider, signer, sender, moves, new SweepDestinations(wallets, Keys), time);
        var watch = new TransferWatch(wallets, network, sender, observer, moves, Telemetry, Options, time);
        Tracker = new TransferTracker(Port<ITransferQueue>(), stepper, watch, Telemetry, Options, time, "only");
        running = Tracker.RunAsync(stopping.Token);
    }
}
