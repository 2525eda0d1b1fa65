using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.TestKit.Fakes;
using WalletService.TestKit.Servers;

namespace WalletService.EndToEnd.Tests.Hostile;

/// <summary>An instance of the service as far as payments go: its own connections to a real database and cache, a chain in memory.</summary>
internal sealed class PayingInstance : IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly ServiceProvider services;
    private readonly Task running;

    public PayingInstance(string name, string database, RedisServer redis, FakeLedger ledger, FakeWalletKeys keys)
    {
        var collection = new ServiceCollection()
            .AddLogging()
            .AddPostgresStorage(Section(("ConnectionString", database)))
            .AddRedisCache(Section(("Endpoint", redis.Endpoint), ("Password", redis.Password)));
        AddPorts(collection, ledger, keys);
        AddUseCases(collection, name);
        services = collection.BuildServiceProvider();
        running = services.GetRequiredService<TransferTracker>().RunAsync(stopping.Token);
    }

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>Asks for a payment and follows it to its end.</summary>
    public async Task<Transfer> PayAsync(TransferSolCommand command)
    {
        var submitted = await Get<TransferSolService>().SubmitAsync(command, CancellationToken.None);
        Assert.True(submitted.TryGetValue(out var transfer, out var error), error?.Message);
        return await Get<TransferWaiter>().WaitAsync(transfer, TransferStatus.Finalized, TimeSpan.FromMinutes(5), CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running;
        await services.DisposeAsync();
        stopping.Dispose();
    }

    private static void AddPorts(IServiceCollection services, FakeLedger ledger, FakeWalletKeys keys)
    {
        services.AddSingleton<ILedgerReader>(ledger);
        services.AddSingleton<ITokenLedger>(ledger);
        services.AddSingleton<ITransferTransactions>(ledger);
        services.AddSingleton<ITransactionNetwork>(ledger);
        services.AddSingleton<ITransactionInspector>(ledger);
        services.AddSingleton<ICallerTransactions>(ledger);
        services.AddSingleton<IWalletKeys>(keys);
        services.AddSingleton<ITransferTelemetry, RecordedTelemetry>();
    }

    private static void AddUseCases(IServiceCollection services, string name)
    {
        services.AddSingleton(new TransferOptions());
        services.AddSingleton(new TokenOptions());
        services.AddSingleton<CreateWalletService>();
        services.AddSingleton<TransferSolService>();
        services.AddSingleton<TransferIntake>();
        services.AddSingleton<TransferSignals>();
        services.AddSingleton<TransferWaiter>();
        services.AddSingleton<TransferMoves>();
        services.AddSingleton<SolPaymentDecider>();
        services.AddSingleton<TokenPaymentDecider>();
        services.AddSingleton<AccountClosingDecider>();
        services.AddSingleton<BatchDecider>();
        services.AddScreening();
        services.AddSingleton<CallerTransactionDecider>();
        services.AddSingleton<TransferDecider>();
        services.AddSingleton<TransferMessages>();
        services.AddSingleton<TransferSigner>();
        services.AddSingleton<TransferSender>();
        services.AddSingleton<TransferObserver>();
        services.AddSingleton<SweepDestinations>();
        services.AddSingleton<TransferStepper>();
        services.AddSingleton<TransferWatch>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<TransferTracker>(provider, name));
    }

    private static IConfiguration Section(params (string Name, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)))
        .Build();
}
