using WalletService.TestKit.Servers;

namespace WalletService.Ledger.Solana.Tests;

/// <summary>A local network for one test class, whose tests run one after another and may do anything to it.</summary>
public sealed class FaultyLocalnetFixture : IAsyncLifetime
{
    public LocalnetProcess Localnet { get; private set; } = null!;

    public async Task InitializeAsync() => Localnet = await LocalnetProcess.StartAsync();

    public async Task DisposeAsync() => await Localnet.DisposeAsync();

    /// <summary>A new adapter, so that no open breaker or pause of an earlier test is left over, on a network without faults.</summary>
    public async Task<SolanaLedger> StartLedgerAsync(params (string Name, string Value)[] settings)
    {
        await Localnet.ControlAsync("reset-faults");
        await Localnet.ControlAsync("reset-counts");
        return await SolanaLedger.StartAsync(Localnet, settings);
    }

    /// <summary>How many requests of a method the node has had.</summary>
    public async Task<int> CountAsync(string method) =>
        (await Localnet.ControlAsync("state")).GetProperty("requests").TryGetProperty(method, out var count) ? count.GetInt32() : 0;
}
