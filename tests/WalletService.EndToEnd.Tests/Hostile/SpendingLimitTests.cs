using System.Diagnostics;
using WalletService.Domain.Management;
using WalletService.Domain.Policies;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Postgres.Migrations;
using WalletService.TestKit.Fakes;
using WalletService.TestKit.Fixtures;
using WalletService.TestKit.Servers;
using Xunit.Abstractions;

namespace WalletService.EndToEnd.Tests.Hostile;

/// <summary>Three instances over one PostgreSQL and one Redis, a thousand payments at once, one limit.</summary>
public sealed class SpendingLimitTests(PostgresDatabase database, ITestOutputHelper output) : IClassFixture<PostgresDatabase>, IAsyncLifetime
{
    private const int Requests = 1_000;

    /// <summary>So many come first; they spend about half of the limit, so that as much is left to be spent without Redis.</summary>
    private const int FirstRequests = 100;

    private const ulong Limit = 1_000_000_000;
    private const ulong LargestAmount = 1_000_000 + (8 * 1_000_003);

    private static readonly CallerId Caller = CallerId.Parse("shop");
    private static readonly SolanaAddress Recipient = SolanaAddress.Parse("FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Z");

    private readonly FakeLedger ledger = new();
    private readonly FakeWalletKeys keys = new();
    private readonly List<PayingInstance> instances = [];
    private RedisServer? redis;

    public async Task InitializeAsync()
    {
        redis = await RedisServer.StartAsync();
        foreach (var name in (string[])["one", "two", "three"])
        {
            instances.Add(new PayingInstance(name, database.ConnectionString, redis, ledger, keys));
            await instances[0].Get<PostgresMigrator>().MigrateAsync(default);
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var instance in instances)
        {
            await instance.DisposeAsync();
        }

        await redis!.DisposeAsync();
    }

    [Fact]
    public async Task A_thousand_requests_at_once_never_pass_a_limit_by_a_lamport_though_Redis_is_killed()
    {
        var wallets = await Task.WhenAll(Enumerable.Range(0, 31).Select(CreateWalletAsync));
        await SetLimitAsync();
        var ended = 0;
        var enough = new TaskCompletionSource();
        var killed = new TaskCompletionSource();
        var watch = Stopwatch.StartNew();

        var paying = Enumerable.Range(0, Requests).Select(async number =>
        {
            if (number >= FirstRequests)
            {
                await killed.Task;
            }

            var transfer = await instances[number % instances.Count].PayAsync(Command(wallets[number % wallets.Length], number));
            if (Interlocked.Increment(ref ended) == FirstRequests / 2)
            {
                enough.SetResult();
            }

            return transfer;
        }).ToArray();
        await enough.Task;
        await redis!.KillAsync();
        killed.SetResult();
        var transfers = await Task.WhenAll(paying);

        output.WriteLine($"{Requests} payments over {instances.Count} instances in {watch.Elapsed.TotalSeconds:0.0} s");
        Assert.All(transfers, transfer => Assert.True(transfer.Status is TransferStatus.Finalized or TransferStatus.Rejected, transfer.ToString()));
        Assert.All(
            transfers.Where(transfer => transfer.Status == TransferStatus.Rejected),
            transfer => Assert.Equal(("POLICY_DENIED", "windows[0].maximum"), (transfer.Error!.Code, transfer.Error.Details["rule"])));
        var paid = transfers.Where(transfer => transfer.Status == TransferStatus.Finalized).Aggregate(0UL, (sum, transfer) => sum + transfer.Lamports!.Value.Value);
        Assert.Equal(paid, ledger.BalanceOf(Recipient));
        Assert.InRange(paid, Limit - LargestAmount, Limit);
        Assert.Contains(transfers.Skip(FirstRequests), transfer => transfer.Status == TransferStatus.Finalized);
        output.WriteLine($"{transfers.Count(transfer => transfer.Status == TransferStatus.Finalized)} paid {paid} of {Limit} lamports");
    }

    private static TransferSolCommand Command(Wallet wallet, int number) => new(
        Caller,
        wallet.UserId,
        wallet.Id,
        Recipient,
        new Lamports(1_000_000 + ((ulong)(number * 7 % 9) * 1_000_003)),
        Memo: null,
        IdempotencyKey.Parse($"pay-{number}"),
        ValidFor: TimeSpan.FromMinutes(10));

    private async Task<Wallet> CreateWalletAsync(int number)
    {
        var created = await instances[0].Get<CreateWalletService>().CreateAsync(
            Caller, UserId.Parse($"user-{number % 3}"), WalletLabel.Parse("paying"), IdempotencyKey.Parse($"create-{number}"), default);
        Assert.True(created.TryGetValue(out var wallet, out var error), error?.Message);
        ledger.Fund(wallet.Address, 5_000_000_000);
        return wallet;
    }

    private async Task SetLimitAsync()
    {
        Assert.True(PolicyDocumentReader.TryRead(
            $$"""{"form":1,"windows":[{"asset":"SOL","seconds":86400,"maximum":"{{Limit}}"}]}""", out var document, out _));
        Assert.NotNull(await instances[1].Get<IPolicyStore>().SetAsync(
            new PolicyDraft(PolicyScope.Global, document, CallerId.Parse("operations"), TimeProvider.System.GetUtcNow()), default));
    }
}
