using Microsoft.Extensions.DependencyInjection;
using WalletService.Domain.Features;
using WalletService.Domain.Inspection;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Risk;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.TestKit.Fakes;

namespace WalletService.Domain.Tests.Transactions;

/// <summary>A wallet with funds, one store, one chain, one vault, and as many instances of the service as a test wants.</summary>
public sealed class TransferScene : IAsyncDisposable
{
    public const ulong Funds = 5_000_000_000;
    private readonly ServiceProvider provider = new ServiceCollection().AddEmbeddedStorage().AddEmbeddedCache().BuildServiceProvider();
    private readonly List<TransferInstance> instances = [];
    private int requests;

    public FakeLedger Ledger { get; } = new();

    public FakeWalletKeys Keys { get; } = new();

    public RecordedRiskTelemetry RiskTelemetry { get; } = new();

    /// <summary>Null when no risk service is configured.</summary>
    public ScriptedRiskCheck? Risk { get; set; }

    public RiskOptions RiskOptions { get; } = new() { Deadline = TimeSpan.FromMilliseconds(200) };

    public CallerId Caller { get; } = CallerId.Parse("shop");

    public UserId User { get; } = UserId.Parse("alice");

    public SolanaAddress Recipient { get; } = SolanaAddress.Parse("FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Z");

    public TransferOptions Options { get; } = new()
    {
        Lease = TimeSpan.FromMilliseconds(300),
        ClaimInterval = TimeSpan.FromMilliseconds(20),
        StatusInterval = TimeSpan.FromMilliseconds(10),
        RebroadcastInterval = TimeSpan.FromMilliseconds(40),
        ExpiryPatience = TimeSpan.FromMilliseconds(50),
        MissingPatience = TimeSpan.FromMilliseconds(200),
        Concurrency = 4,
        MaximumAttempts = 1,
    };

    public TokenOptions Tokens { get; } = new();

    /// <summary>What is switched on.</summary>
    public FeatureOptions Features { get; } = new();

    public IFeatureFlags Flags => new FeatureDefaults(Features);

    /// <summary>A token of which the wallet has <see cref="FakeLedger.TokensOf"/>, none at first.</summary>
    public SolanaAddress Mint { get; } = SolanaAddress.Parse("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v");

    public Wallet Wallet { get; private set; } = null!;

    public T Port<T>()
        where T : notnull => provider.GetRequiredService<T>();

    public static async Task<TransferScene> CreateAsync()
    {
        var scene = new TransferScene();
        var service = new CreateWalletService(scene.Port<IWalletStore>(), scene.Keys, TimeProvider.System);
        var created = await service.CreateAsync(
            scene.Caller, scene.User, WalletLabel.Parse("savings"), IdempotencyKey.Parse("create-1"), CancellationToken.None);
        Assert.True(created.TryGetValue(out var wallet, out _));
        scene.Wallet = wallet;
        scene.Ledger.Fund(wallet.Address, Funds);
        return scene;
    }

    /// <summary>Starts an instance; everything it does passes <paramref name="crash"/>, after which it does nothing any more.</summary>
    public TransferInstance StartInstance(string name, CrashPoint? crash = null)
    {
        var instance = new TransferInstance(this, name, crash ?? new CrashPoint("never"));
        instances.Add(instance);
        return instance;
    }

    public TransferDecider DeciderOn(ITransferStore store) =>
        new(
            store,
            new SolPaymentDecider(Ledger, Ledger, Options),
            new TokenPaymentDecider(Ledger, Ledger, Options, Tokens, Flags),
            new BatchDecider(Ledger, Ledger, Ledger, Options, Tokens),
            new AccountClosingDecider(Ledger, Ledger),
            new CallerTransactionDecider(new CallerInspector(Ledger, new InspectionOptions())),
            ScreeningServices.Create(Port<IPaymentHistory>(), RiskTelemetry, Risk, RiskOptions, features: Flags),
            TimeProvider.System);

    public TransferSolCommand Command(ulong lamports = 1_000_000_000, string? key = null, SolanaAddress? recipient = null) => new(
        Caller,
        User,
        Wallet.Id,
        recipient ?? Recipient,
        new Lamports(lamports),
        Memo: null,
        IdempotencyKey.Parse(key ?? $"request-{Interlocked.Increment(ref requests)}"));

    public TransferTokenCommand TokenCommand(
        string? quantity = "12.5", TokenAmountMeaning meaning = TokenAmountMeaning.Sent, string? key = null, string? memo = null) => new(
        Caller,
        User,
        Wallet.Id,
        Recipient,
        Mint,
        quantity is null ? null : TokenQuantity.Parse(quantity),
        meaning,
        memo,
        IdempotencyKey.Parse(key ?? $"request-{Interlocked.Increment(ref requests)}"));

    public async Task<Transfer> ReadAsync(Transfer transfer) =>
        await Port<ITransferStore>().FindAsync(User, transfer.Id, CancellationToken.None) ?? throw new InvalidOperationException("Lost.");

    public async Task<Transfer> EndOfAsync(Transfer transfer)
    {
        await TestKit.Time.Eventually.BecomesTrueAsync(async () => (await ReadAsync(transfer)).Status.IsEnd());
        return await ReadAsync(transfer);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in instances)
        {
            await instance.DisposeAsync();
        }

        await provider.DisposeAsync();
    }
}
