using System.Globalization;
using WalletService.Client;
using WalletService.Contracts.Transactions;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests.Hostile;

/// <summary>The whole service on a Solana network of which it asks a malicious node first; with or without an honest one behind it.</summary>
public abstract class LyingNodeStack(bool isAlone) : IAsyncLifetime
{
    private const string TakenOver = "taken-over";

    /// <summary>More slots than a blockhash lives and finality takes.</summary>
    private const int PastExpiry = 230;

    private ChainBlocks blocks = null!;

    public LocalnetProcess Localnet { get; private set; } = null!;

    public MaliciousNode Node { get; private set; } = null!;

    public WalletServiceStack Stack { get; private set; } = null!;

    public IWalletClient Client { get; private set; } = null!;

    internal DatabaseRecords Records { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Localnet = await LocalnetProcess.StartAsync(slotMilliseconds: 50);
        Node = await MaliciousNode.StartAsync(Localnet.RpcUrl);
        blocks = new ChainBlocks(Localnet.RpcUrl);
        Stack = await WalletServiceStack.StartAsync(Describe);
        Client = await Stack.ConnectAsync(attempts: 1);
        Records = Stack.ReadRecords();
    }

    public async Task DisposeAsync()
    {
        foreach (var part in (IAsyncDisposable?[])[Records, Client as IAsyncDisposable, Stack, Node, Localnet])
        {
            if (part is not null)
            {
                await part.DisposeAsync();
            }
        }
    }

    /// <summary>Nobody lies, and the service thinks well of the node again, so that it is asked first.</summary>
    public async Task TrustAsync()
    {
        Node.TellTheTruth();
        await Localnet.ControlAsync("reset-faults");
        await Eventually.BecomesTrueAsync(
            async () => (await Stack.Service.GetAsync("/metrics")).Body.Split('\n').Any(line =>
                line.StartsWith("wallet_rpc_node_state{", StringComparison.Ordinal)
                && line.Contains(TakenOver, StringComparison.Ordinal)
                && line.EndsWith(" 0", StringComparison.Ordinal)),
            TimeSpan.FromMinutes(1));
    }

    public Task<TestWallet> OpenWalletAsync() => TestWallet.CreateAsync(Client, Localnet, $"user-{Guid.CreateVersion7()}");

    /// <summary>Asks for a payment and gives up waiting soon; what the node says may be in the way.</summary>
    public async Task<TransferDetails?> TryPayAsync(TransferSol payment)
    {
        try
        {
            return await Client.TransferSolAsync(payment with { WaitMs = 2_000 });
        }
        catch (Exception exception) when (exception is WalletRequestException or TimeoutException)
        {
            return null;
        }
    }

    /// <summary>
    /// Asks for a payment; returns when the lie has been heard in answer to a method, or when the payment has come to its end without.
    /// </summary>
    public async Task PayUntilHeardAsync(TransferSol payment, string method)
    {
        await TryPayAsync(payment);
        await Eventually.BecomesTrueAsync(
            async () => method.Length == 0
                || Node.LiesAbout(method) > 0
                || await Records.TransfersAsync(payment.UserId) is [] or [{ HasEnded: true }],
            TimeSpan.FromMinutes(2));
    }

    /// <summary>The truth, for as long as it takes until what was signed has landed or never can.</summary>
    /// <returns>The record, if the request made one, and what the chain has executed.</returns>
    internal async Task<(TransferRecord? Record, IReadOnlyList<ChainPayment> Payments)> EndAsync(TransferSol payment)
    {
        await TrustAsync();
        await TryPayAsync(payment);
        await Localnet.ControlAsync("advance", new { slots = PastExpiry });
        TransferRecord? record = null;
        await Eventually.BecomesTrueAsync(
            async () =>
            {
                record = (await Records.TransfersAsync(payment.UserId)).SingleOrDefault();
                return record is not { HasEnded: false };
            },
            TimeSpan.FromMinutes(2));
        await Localnet.ControlAsync("advance", new { slots = PastExpiry });
        return (record, await blocks.PaymentsToAsync(payment.Recipient));
    }

    private void Describe(Dictionary<string, string> settings)
    {
        settings.Remove("Solana__RpcUrl");
        settings.Remove("Solana__WebSocketUrl");
        settings["Solana__Nodes__0__Name"] = TakenOver;
        settings["Solana__Nodes__0__RpcUrl"] = Node.RpcUrl.AbsoluteUri;
        if (!isAlone)
        {
            settings["Solana__Nodes__1__Name"] = "honest";
            settings["Solana__Nodes__1__RpcUrl"] = Localnet.RpcUrl.AbsoluteUri;
            settings["Solana__Nodes__1__Role"] = "Backup";
        }

        foreach (var (name, milliseconds) in ((string, int)[])[("ExpiryPatience", 1_000), ("RebroadcastInterval", 200), ("MissingPatience", 1_000)])
        {
            settings[$"Transfers__{name}"] = TimeSpan.FromMilliseconds(milliseconds).ToString("c", CultureInfo.InvariantCulture);
        }

        settings["Solana__SimulationLifetime"] = "00:00:00";
        settings["Solana__RequestTimeout"] = "00:00:02";
        settings["Solana__BlockhashRefreshInterval"] = "00:00:00.300";
    }

    /// <summary>Another node is honest.</summary>
    public sealed class AmongTwo() : LyingNodeStack(isAlone: false);

    /// <summary>There is no other.</summary>
    public sealed class Alone() : LyingNodeStack(isAlone: true);
}
