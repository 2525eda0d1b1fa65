using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.EndToEnd.Tests.Deposits;

/// <summary>Makes wallets in the service's database whose keys the test has, so that it can sign for them behind the service's back.</summary>
internal sealed class WalletRegister : IAsyncDisposable
{
    private readonly ServiceProvider services;

    public WalletRegister(string connectionString)
    {
        var section = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create("ConnectionString", (string?)connectionString)])
            .Build();
        services = new ServiceCollection().AddPostgresStorage(section).BuildServiceProvider();
    }

    public async Task<TestKey> CreateWalletAsync()
    {
        var key = TestKey.Create();
        var wallets = services.GetRequiredService<IWalletStore>();
        var id = WalletId.New(TimeProvider.System);
        await wallets.ReserveAsync(
            new NewWallet(
                id,
                UserId.Parse($"user {id}"),
                CallerId.Unidentified,
                WalletLabel.Parse("deposits"),
                IdempotencyKey.Parse("the wallet"),
                RequestFingerprint.Of("deposits"),
                TimeProvider.System.GetUtcNow()),
            default);
        await wallets.CompleteAsync(id, new WalletKey("fake", "none", SolanaAddress.FromBytes(key.Address.Span), "SOFTWARE"), default);
        return key;
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
