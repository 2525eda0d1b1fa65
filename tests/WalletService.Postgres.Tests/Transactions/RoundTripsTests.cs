using Microsoft.Extensions.DependencyInjection;
using WalletService.Domain.Features;
using WalletService.Domain.Inspection;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Postgres.Tests.Storage;
using WalletService.TestKit.Contracts;
using WalletService.TestKit.Fakes;
using WalletService.TestKit.Fixtures;

namespace WalletService.Postgres.Tests.Transactions;

/// <summary>
/// How often the database is asked for one request that is alone. Requests that come at once share most of it
/// (<c>docs/performance.md</c>); what is counted here is what each waits for.
/// </summary>
public sealed class RoundTripsTests(PostgresDatabase database) : StorageContract, IClassFixture<PostgresDatabase>
{
    private const ulong Lamports = 1_000_000_000;

    private static readonly SolanaAddress Payee = SolanaAddress.Parse("FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Z");

    private readonly FakeLedger ledger = new();
    private readonly FakeWalletKeys keys = new();

    [Fact]
    public async Task A_payment_takes_nine_round_trips_from_its_arrival_to_its_signature()
    {
        await using var services = PostgresStorage.Services(database.ConnectionString, Time);
        var (transfers, wallet) = (services.GetRequiredService<ITransferStore>(), await FundedWalletAsync(services));
        var (decider, signer) = (DeciderOn(services), SignerOn(transfers));
        using var counted = RoundTrips.Count(services);

        var added = Assert.IsType<TransferAdmission.Added>(
            await transfers.AddAsync(NewTransfer(wallet, lamports: Lamports, to: Payee), Owner, Lease, default)).Transfer;
        Assert.Equal(2, counted.Total);
        var decided = Moved(await decider.DecideAsync(added, wallet, default));
        Assert.Equal((TransferStatus.Ready, null), (decided.Status, decided.Error?.Message));
        Assert.Equal(5, counted.Total);
        var signed = Moved(await signer.SignAsync(decided, wallet, default));

        Assert.Equal(TransferStatus.Signed, signed.Status);
        Assert.Equal(9, counted.Total);

        // Four changes: taken, decided, about to be signed, signed. Each locks and reads, then writes and commits.
        Assert.Equal((8, 1), (counted.Of("changes"), counted.Of("payments.history.query")));
    }

    [Fact]
    public async Task A_signature_takes_six_round_trips()
    {
        await using var services = PostgresStorage.Services(database.ConnectionString, Time);
        var wallet = await FundedWalletAsync(services);
        var service = new SignTransactionService(
            services.GetRequiredService<IWalletStore>(),
            services.GetRequiredService<ISigningJournal>(),
            keys,
            ledger,
            new CallerInspector(ledger, new InspectionOptions()),
            ScreeningServices.Create(services.GetRequiredService<IPaymentHistory>()),
            Time);
        var transaction = new CallerRequest(ledger.CallerTransaction(wallet.Address, Payee, Lamports));
        using var counted = RoundTrips.Count(services);

        var signed = await service.SignAsync(Caller, wallet.UserId, wallet.Id, transaction, IdempotencyKey.Parse("sign-1"), default);

        Assert.True(signed.TryGetValue(out _, out _));
        Assert.Equal((1, 1, 4), (counted.Of("wallet.find.query"), counted.Of("payments.history.query"), counted.Of("changes")));
        Assert.Equal(6, counted.Total);
    }

    protected override Task<StorageUnderTest> OpenAsync(TimeProvider time) =>
        PostgresStorage.OpenAsync(database.ConnectionString, time);

    private async Task<Wallet> FundedWalletAsync(IServiceProvider services)
    {
        var created = await new CreateWalletService(services.GetRequiredService<IWalletStore>(), keys, Time)
            .CreateAsync(Caller, NewUser(), WalletLabel.Parse("Savings"), IdempotencyKey.Parse("create-1"), default);
        Assert.True(created.TryGetValue(out var wallet, out _));
        ledger.Fund(wallet.Address, 2 * Lamports);
        return wallet;
    }

    private TransferDecider DeciderOn(IServiceProvider services)
    {
        var (options, tokens) = (new TransferOptions(), new TokenOptions());
        return new TransferDecider(
            services.GetRequiredService<ITransferStore>(),
            new SolPaymentDecider(ledger, ledger, options),
            new TokenPaymentDecider(ledger, ledger, options, tokens, new FeatureDefaults(new FeatureOptions())),
            new BatchDecider(ledger, ledger, ledger, options, tokens),
            new AccountClosingDecider(ledger, ledger),
            new CallerTransactionDecider(new CallerInspector(ledger, new InspectionOptions())),
            ScreeningServices.Create(services.GetRequiredService<IPaymentHistory>()),
            Time);
    }

    private TransferSigner SignerOn(ITransferStore transfers) =>
        new(transfers, new TransferMessages(ledger, ledger, ledger), keys, new RecordedTelemetry(), Time);
}
