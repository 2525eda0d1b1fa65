using System.Globalization;
using System.Text.Json;
using WalletService.Chaos.Oracle;
using WalletService.Chaos.Parts;
using WalletService.Chaos.Report;
using WalletService.Contracts;

namespace WalletService.Chaos.Callers;

/// <summary>All callers, each with a connection of its own; half of them with a durable queue for replies.</summary>
internal sealed class CallerCrew : IAsyncDisposable
{
    private const int Callers = 24;

    private readonly ChaosOptions options;
    private readonly BlockhashReader blockhashes;
    private readonly Notebook notebook;
    private readonly CallerConnection[] connections;
    private readonly IntentAsker[] askers;
    private IReadOnlyList<CampaignWallet> wallets = [];
    private IReadOnlyList<string> shops = [];
    private IReadOnlyList<CampaignMint> tokens = [];

    public CallerCrew(BrokerAccess broker, BlockhashReader blockhashes, ChaosOptions options, Notebook notebook, CampaignCounts counts, TimeProvider time)
    {
        this.options = options;
        this.blockhashes = blockhashes;
        this.notebook = notebook;
        connections = [.. Enumerable.Range(1, Callers).Select(number => new CallerConnection(broker, NameOf(number), hasQueue: number % 2 == 0))];
        askers = [.. connections.Select(connection => new IntentAsker(connection, counts, time))];
    }

    /// <summary>Has the wallets made and filled.</summary>
    public async Task<IReadOnlyList<CampaignWallet>> PrepareAsync(Uri rpcUrl, int shopCount, CancellationToken cancellationToken)
    {
        var random = new Random(options.Seed);
        shops = [.. Enumerable.Range(0, shopCount).Select(_ => IntentMaker.NewAddress(random))];
        wallets = await WalletPreparation.RunAsync(connections[0], rpcUrl, options.Wallets, cancellationToken);
        return wallets;
    }

    /// <summary>Makes tokens known to the callers.</summary>
    public void PayIn(IReadOnlyList<CampaignMint> mints) => tokens = mints;

    /// <summary>All callers at work, until they are told to stop.</summary>
    public Task RunAsync(CancellationToken timeIsUp) => Task.WhenAll(askers.Select((asker, index) =>
    {
        // Random is for one thread at a time: one for what is asked, one for how.
        var seed = (options.Seed * Callers) + index;
        var maker = new IntentMaker(NameOf(index + 1), new Random(seed), wallets, shops, tokens, blockhashes);
        return new Caller(maker, asker, notebook, new SharedRandom(~seed)).RunAsync(timeIsUp);
    }));

    /// <summary>Brings every intent to its end.</summary>
    public Task SettleAsync(CancellationToken timeIsUp) => new Settlement(askers).RunAsync(notebook.Entries, timeIsUp);

    /// <summary>What the service says of each wallet.</summary>
    public async Task<IReadOnlyDictionary<string, FinalBalance>> ReadBalancesAsync(
        IReadOnlyList<CampaignWallet> ofWallets, CancellationToken cancellationToken)
    {
        var balances = await Task.WhenAll(ofWallets.Select(async wallet =>
        {
            var body = JsonSerializer.Serialize(new { userId = wallet.UserId, walletId = wallet.WalletId, commitment = "finalized" });
            var balance = await connections[0].InsistAsync(new OutgoingRequest(Routes.GetBalance, body), cancellationToken);
            var owned = JsonSerializer.Serialize(new { userId = wallet.UserId, walletId = wallet.WalletId });
            var list = await connections[0].InsistAsync(new OutgoingRequest(Routes.GetTokens, owned), cancellationToken);
            var ofMints = list.GetProperty("tokens").EnumerateArray().ToDictionary(
                token => token.GetProperty("mint").GetString()!, token => TokensOf(token), StringComparer.Ordinal);
            return (wallet.WalletId, Balance: new FinalBalance(NumberOf(balance, "lamports"), NumberOf(balance, "reservedLamports"), ofMints));
        }));
        return balances.ToDictionary(entry => entry.WalletId, entry => entry.Balance, StringComparer.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in connections)
        {
            await connection.DisposeAsync();
        }
    }

    private static FinalTokens TokensOf(JsonElement token) => new(NumberOf(token, "amount"), NumberOf(token, "reservedAmount"));

    private static ulong NumberOf(JsonElement balance, string name) =>
        ulong.Parse(balance.GetProperty(name).GetString()!, NumberStyles.None, CultureInfo.InvariantCulture);

    private static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"caller-{number}");
}
