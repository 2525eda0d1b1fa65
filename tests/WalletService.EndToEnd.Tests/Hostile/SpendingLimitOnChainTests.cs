using System.Globalization;
using System.Text.Json;
using WalletService.Client;
using WalletService.Contracts;
using WalletService.Contracts.Management;
using WalletService.Contracts.Policies;
using WalletService.Contracts.Transactions;
using WalletService.EndToEnd.Tests.Deployment;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;
using Xunit.Abstractions;

namespace WalletService.EndToEnd.Tests.Hostile;

/// <summary>
/// A thousand payments at once against one rolling limit: three services, one PostgreSQL, one broker, one Redis that is killed meanwhile.
/// What was spent is read from the chain alone.
/// </summary>
[Collection(AloneOnTheMachine.Name)]
public sealed class SpendingLimitOnChainTests(CrowdedStack crowd, ITestOutputHelper output) : IClassFixture<CrowdedStack>
{
    private const int Requests = 1_000;

    /// <summary>So many come first and spend less than the limit, so that there is something to be spent, and to be refused, without Redis.</summary>
    private const int FirstRequests = 200;

    private const int Wallets = 40;

    /// <summary>Odd, and every amount is even: something is left whatever is paid.</summary>
    private const ulong Limit = 450_000_001;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task A_thousand_payments_over_three_services_stay_within_the_limit_to_the_lamport_though_Redis_is_killed()
    {
        await using var second = await ServiceProcess.StartAsync(crowd.Stack.Settings);
        await using var third = await ServiceProcess.StartAsync(crowd.Stack.Settings);
        ServiceProcess[] services = [crowd.Stack.Service, second, third];
        await using var client = await crowd.ConnectAsync();
        await using var caller = await CountingCaller.ConnectAsync(crowd.Stack);
        var wallets = await crowd.CreateWalletsAsync(client, "limited", Wallets, 5_000_000_000);
        var recipient = TestWallet.NewAddress();
        await SetLimitAsync(client);

        var replies = await PayAsync(caller, wallets, recipient);

        var paid = await SettleAsync(client, wallets, replies);
        output.WriteLine($"{paid.Length} of {Requests} paid {Sum(paid)} of {Limit} lamports");
        Assert.All(caller.Answers, count => Assert.Equal(1, count));
        Assert.Equal(Requests, caller.Answers.Count);
        Assert.All(replies.Where(reply => !IsGranted(reply)), AssertIsRefusedWithItsNumbers);
        Assert.Contains(paid, number => number >= FirstRequests);
        var onChain = await crowd.OnChainAsync(recipient);
        Assert.Equal(Sum(paid), onChain);
        Assert.InRange(onChain, Limit - AmountOf(Requests), Limit);
        foreach (var service in services)
        {
            Assert.Matches("""wallet_requests_total\{[^}]*wallet\.transaction\.transferSol[^}]*\} [1-9]""", (await service.GetAsync("/metrics")).Body);
        }

        await NothingIsLostOfTheLimitAsync(client, wallets[0], recipient, Limit - onChain);
    }

    /// <summary>Each number has an amount of its own, above what keeps a new account alive.</summary>
    private static ulong AmountOf(int number) => 1_000_000 + (2 * 1_501 * (ulong)number);

    private static ulong Sum(IEnumerable<int> numbers) => numbers.Aggregate(0UL, (sum, number) => sum + AmountOf(number));

    private static string Sol(ulong lamports) => (lamports / 1_000_000_000m).ToString(CultureInfo.InvariantCulture);

    private static bool IsGranted(JsonElement reply) => reply.GetProperty("success").GetBoolean();

    private static TransferSol Payment(WalletDetails wallet, string recipient, ulong lamports, string requestId) =>
        TestWallet.PaymentOf(wallet, recipient, Sol(lamports), requestId) with
        {
            ValidForMs = (int)Patience.TotalMilliseconds,
        };

    private static Task SetLimitAsync(IWalletClient client) => client.SetPolicyAsync(new SetPolicy
    {
        Scope = "global",
        Policy = JsonSerializer.Deserialize<JsonElement>($$"""{"form":1,"windows":[{"asset":"SOL","seconds":86400,"maximum":"{{Limit}}"}]}"""),
    });

    private async Task<JsonElement[]> PayAsync(CountingCaller caller, IReadOnlyList<WalletDetails> wallets, string recipient)
    {
        var answered = 0;
        var someAreAnswered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var redisIsGone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var asking = Enumerable.Range(0, Requests).Select(async number =>
        {
            if (number >= FirstRequests)
            {
                await redisIsGone.Task;
            }

            var payment = Payment(wallets[number % Wallets], recipient, AmountOf(number), $"payment-{number}");
            var reply = await caller.AskAsync(Routes.TransferSol, payment, Patience);
            if (Interlocked.Increment(ref answered) == FirstRequests / 10)
            {
                someAreAnswered.SetResult();
            }

            return reply;
        }).ToArray();

        await Task.WhenAny(someAreAnswered.Task, Task.WhenAll(asking));
        await crowd.Stack.Redis.KillAsync();
        redisIsGone.SetResult();
        return await Task.WhenAll(asking);
    }

    /// <returns>The numbers of those that were granted, each of which is paid to the end.</returns>
    private static async Task<int[]> SettleAsync(IWalletClient client, IReadOnlyList<WalletDetails> wallets, JsonElement[] replies)
    {
        var granted = Enumerable.Range(0, Requests).Where(number => IsGranted(replies[number])).ToArray();
        await Task.WhenAll(granted.Select(async number =>
        {
            var question = new GetTransaction
            {
                UserId = wallets[number % Wallets].UserId,
                TransactionId = replies[number].GetProperty("data").GetProperty("transactionId").GetString(),
            };
            await Eventually.BecomesTrueAsync(async () => (await client.GetTransactionAsync(question)).Status == "finalized", Patience);
        }));
        return granted;
    }

    private static void AssertIsRefusedWithItsNumbers(JsonElement reply)
    {
        var error = reply.GetProperty("error");
        Assert.Equal("POLICY_DENIED", error.GetProperty("code").GetString());
        var details = error.GetProperty("details");
        Assert.Equal("windows[0].maximum", details.GetProperty("rule").GetString());
        Assert.Equal($"{Limit}", details.GetProperty("limit").GetString());
        Assert.True(ulong.Parse(details.GetProperty("actual").GetString()!, CultureInfo.InvariantCulture) > Limit, reply.GetRawText());
    }

    /// <summary>A lamport more than is left is refused; all that is left is paid; after that not one lamport is.</summary>
    private async Task NothingIsLostOfTheLimitAsync(WalletClient client, WalletDetails wallet, string recipient, ulong left)
    {
        await RefusedAsync(left + 1, "one-too-many");
        Assert.Equal("finalized", (await client.PayToTheEndAsync(wallet, recipient, Sol(left), "all-that-is-left")).Status);
        await RefusedAsync(1, "one-after-all");
        Assert.Equal(Limit, await crowd.OnChainAsync(recipient));

        async Task RefusedAsync(ulong lamports, string requestId)
        {
            var refused = await Assert.ThrowsAsync<WalletRequestException>(() => client.PayToTheEndAsync(wallet, recipient, Sol(lamports), requestId));
            Assert.Equal("POLICY_DENIED", refused.Error.Code);
        }
    }
}
