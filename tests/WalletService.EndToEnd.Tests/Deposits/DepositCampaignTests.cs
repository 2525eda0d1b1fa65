using System.Globalization;
using WalletService.Solana;
using WalletService.Solana.Programs;
using WalletService.Solana.Rpc;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;
using Xunit.Abstractions;

namespace WalletService.EndToEnd.Tests.Deposits;

/// <summary>
/// Random payments of every form, while instances are killed and nodes fail; then what the service has is held against the chain.
/// <c>DEPOSIT_PAYMENTS</c> says how many, <c>DEPOSIT_SEED</c> which.
/// </summary>
public sealed class DepositCampaignTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Wallets = 12;
    private const int PaymentsAtOnce = 20;
    private const int PaymentsPerNewWallet = 50;
    private const ulong WalletLamports = 1_000_000_000;
    private const ulong FirstPayment = 2_000_000;
    private const int LeastKills = 2;

    /// <summary>The service knows these; one more belongs to the test.</summary>
    private const int Nodes = 3;

    private static readonly TimeSpan BetweenPayments = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PatienceForTheBooks = TimeSpan.FromMinutes(5);

    private readonly Random random = new(Setting("DEPOSIT_SEED", 1));
    private readonly List<TestKey> wallets = [];
    private LocalnetProcess localnet = null!;
    private PostgresServer postgres = null!;
    private WalletRegister register = null!;
    private BookRecords records = null!;
    private SolanaRpcClient rpc = null!;
    private Dictionary<string, string> settings = null!;

    public async Task InitializeAsync()
    {
        localnet = await LocalnetProcess.StartAsync(50, "--nodes", (Nodes + 1).ToString(CultureInfo.InvariantCulture));
        postgres = await PostgresServer.StartAsync(isDurable: true);
        rpc = new SolanaRpcClient(new HttpClient(), localnet.Nodes[Nodes].RpcUrl);
        settings = Settings(await postgres.CreateDatabaseAsync());
        var (exitCode, log) = await ServiceProcess.RunCommandAsync("migrate", settings);
        Assert.True(exitCode == 0, log);
        register = new WalletRegister(settings["Postgres__ConnectionString"]);
        records = new BookRecords(settings["Postgres__ConnectionString"]);
    }

    public async Task DisposeAsync()
    {
        await register.DisposeAsync();
        await records.DisposeAsync();
        await postgres.DisposeAsync();
        await localnet.DisposeAsync();
    }

    [Fact]
    public async Task Every_deposit_is_received_once_and_in_order_while_scanners_are_killed_and_nodes_fail()
    {
        var stage = await SetStageAsync();
        await using var crew = new ScannerCrew(settings, localnet, Nodes, random);
        await crew.StartAsync(3);
        await Eventually.BecomesTrueAsync(async () => await records.OpenedSlotAsync() > 0, PatienceForTheBooks);

        using var stop = new CancellationTokenSource();
        var disturbing = crew.DisturbAsync(stop.Token);
        await PayAsync(stage, Setting("DEPOSIT_PAYMENTS", 300), crew);
        await stop.CancelAsync();
        await disturbing;
        var last = await FinalizedAsync();
        await Eventually.BecomesTrueAsync(async () => await records.SlotAsync() >= last, PatienceForTheBooks);

        var expected = new ExpectedMovements(
            localnet.Nodes[Nodes].RpcUrl, wallets.Select(wallet => wallet.Address.ToString()).ToHashSet(StringComparer.Ordinal));
        await expected.ReadAsync(await records.OpenedSlotAsync() + 1, last);
        await CheckAsync(expected, last);
        output.WriteLine(
            $"{expected.Deposits.Count} deposits, versions {string.Join(", ", expected.Versions)}, {expected.Failed} failed transactions, "
            + $"{crew.Kills} kills, {crew.NodeFaults} node faults, {wallets.Count} wallets.");
        output.WriteLine(string.Join(", ", (await records.CountsAsync(last)).OrderBy(count => count.Key, StringComparer.Ordinal)));
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private Dictionary<string, string> Settings(string connectionString)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["Storage__Provider"] = "Postgres",
            ["Postgres__ConnectionString"] = connectionString,
            ["Solana__RequestTimeout"] = "00:00:03",
            ["Solana__NodeCheckInterval"] = "00:00:00.200",
            ["Deposits__Interval"] = "00:00:00.100",
            ["Deposits__Lease"] = "00:00:02",
            ["Deposits__ReconciliationInterval"] = "00:00:01",
        };
        for (var node = 0; node < Nodes; node++)
        {
            all[$"Solana__Nodes__{node}__Name"] = $"node-{node}";
            all[$"Solana__Nodes__{node}__RpcUrl"] = localnet.Nodes[node].RpcUrl.AbsoluteUri;
        }

        return all;
    }

    /// <summary>Wallets that hold something before the service ever runs.</summary>
    private async Task<PaymentStage> SetStageAsync()
    {
        for (var number = 0; number < Wallets; number++)
        {
            wallets.Add(await register.CreateWalletAsync());
        }

        var stage = await PaymentStage.SetAsync(localnet, wallets, WalletLamports);
        await FinalizedAsync();
        return stage;
    }

    /// <summary>At least so many, and on until enough was killed.</summary>
    private async Task PayAsync(PaymentStage stage, int count, ScannerCrew crew)
    {
        var maker = new PaymentMaker(random, stage);
        for (var made = 0; made < count || crew.Kills < LeastKills; made += PaymentsAtOnce)
        {
            await Task.Delay(BetweenPayments);
            var blockhash = (await rpc.GetLatestBlockhashAsync(Commitment.Confirmed)).Value.Blockhash;
            var payments = Enumerable.Range(made, PaymentsAtOnce)
                .Select(number => maker.Make(PaymentMaker.Kinds[number % PaymentMaker.Kinds.Count], blockhash))
                .ToList();
            if (made % PaymentsPerNewWallet < PaymentsAtOnce)
            {
                var added = await register.CreateWalletAsync();
                wallets.Add(added);
                payments.Add(maker.MakeFirst(added, FirstPayment, blockhash));
            }

            await Task.WhenAll(payments.Select(payment => rpc.SendTransactionAsync(payment, new SendOptions { SkipPreflight = true })));
        }
    }

    /// <summary>A slot in which all that was sent so far is final.</summary>
    private async Task<ulong> FinalizedAsync()
    {
        await Eventually.BecomesTrueAsync(async () => (await localnet.ControlAsync("state")).GetProperty("pending").GetInt32() == 0);
        var newest = await rpc.GetSlotAsync(Commitment.Processed);
        await Eventually.BecomesTrueAsync(async () => await rpc.GetSlotAsync(Commitment.Finalized) >= newest);
        return newest;
    }

    private async Task CheckAsync(ExpectedMovements expected, ulong last)
    {
        var received = await records.ReceivedAsync(last);
        Assert.Empty(expected.Deposits.Except(received));
        Assert.Empty(received.Except(expected.Deposits));
        Assert.Equal(expected.Deposits.Count, received.Count);
        Assert.Equal(
            expected.Deposits.Select(deposit => deposit.Signature).Distinct(StringComparer.Ordinal),
            received.Select(deposit => deposit.Signature).Distinct(StringComparer.Ordinal));

        var counts = await records.CountsAsync(last);
        Assert.Equal(received.Count, counts["deposits received"]);
        Assert.DoesNotContain("deposits detected", counts);
        Assert.DoesNotContain("events reconciliation.difference", counts);
        Assert.DoesNotContain("events deposits.gap", counts);
        Assert.Empty(await records.WithoutOneEventAsync());
        Assert.Empty(await records.WithDisorderedEventsAsync());

        var onChain = await OnChainAsync();
        Assert.All(await records.BalancesAsync(), booked => Assert.Equal((booked.Key, booked.Value), (booked.Key, onChain.GetValueOrDefault(booked.Key))));
        Assert.Equal(["0", "1", "legacy"], expected.Versions.Keys.Order(StringComparer.Ordinal));
        Assert.True(expected.Failed > 0, "No transaction has failed.");
    }

    /// <summary>What every account of a wallet holds, by its address.</summary>
    private async Task<Dictionary<string, decimal>> OnChainAsync()
    {
        var held = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var wallet in wallets)
        {
            held[wallet.Address.ToString()] = (await rpc.GetBalanceAsync(wallet.Address, Commitment.Finalized)).Value;
            foreach (var program in (Address[])[TokenProgram.Id, TokenProgram.Token2022Id])
            {
                foreach (var entry in (await rpc.GetTokenAccountsByOwnerAsync(wallet.Address, program, Commitment.Finalized)).Value)
                {
                    Assert.True(TokenAccount.TryParse(entry.Account.Data.Span, out var account));
                    held[entry.Address.ToString()] = account.Amount;
                }
            }
        }

        return held;
    }
}
