using WalletService.TestKit.Servers;

namespace WalletService.Ledger.Solana.Tests;

/// <summary>A local network whose clock runs, shared by tests that cause no faults.</summary>
public sealed class LocalnetFixture : IAsyncLifetime
{
    public LocalnetProcess Localnet { get; private set; } = null!;

    public SolanaLedger Ledger { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Localnet = await LocalnetProcess.StartAsync();
        Ledger = await SolanaLedger.StartAsync(Localnet);
    }

    public async Task DisposeAsync()
    {
        await Ledger.DisposeAsync();
        await Localnet.DisposeAsync();
    }
}

[CollectionDefinition(Name)]
public sealed class LocalnetTests : ICollectionFixture<LocalnetFixture>
{
    public const string Name = "localnet";
}
