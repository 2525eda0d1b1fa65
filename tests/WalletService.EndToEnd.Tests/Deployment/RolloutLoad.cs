using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using WalletService.Contracts;
using WalletService.Contracts.Management;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests.Deployment;

/// <summary>Each wallet pays one new address after the other and is read in between, until it is told to stop.</summary>
internal sealed partial class RolloutLoad(CountingCaller caller, IReadOnlyList<TestWallet> wallets)
{
    public const ulong Lamports = 2_000_000;

    /// <summary>What an instance has to answer before it counts as one that serves.</summary>
    private const int Enough = 5;

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);
    private readonly ConcurrentQueue<RolloutPayment> payments = new();
    private Task[] running = [];
    private volatile bool isStopping;

    public IReadOnlyCollection<RolloutPayment> Payments => payments;

    public void Start() => running = [.. wallets.Select(PayAsync)];

    /// <summary>Waits until each of the instances has answered some payments from now on.</summary>
    public async Task IsServedByAsync(params ServiceProcess[] instances)
    {
        foreach (var (instance, before) in await Task.WhenAll(instances.Select(async each => (each, await AnsweredByAsync(each)))))
        {
            await Eventually.BecomesTrueAsync(
                async () => running.Any(payer => payer.IsFaulted) || await AnsweredByAsync(instance) >= before + Enough, Deadline);
        }

        // What went wrong says more than that something is missing.
        await Task.WhenAll(running.Where(payer => payer.IsFaulted));
    }

    /// <summary>Every request was answered, and well.</summary>
    public async Task StopAsync()
    {
        isStopping = true;
        await Task.WhenAll(running);
    }

    private async Task PayAsync(TestWallet wallet)
    {
        while (!isStopping)
        {
            var recipient = TestWallet.NewAddress();
            var payment = new RolloutPayment(wallet.Details, recipient, $"payment-to-{recipient}");
            payments.Enqueue(payment);
            var reply = await caller.AskAsync(
                Routes.TransferSol, wallet.Payment(payment.Recipient, "0.002", payment.RequestId, waitFor: "confirmed"));
            AssertIsGood(reply);

            var read = await caller.AskAsync(
                Routes.GetWallet, new GetWallet { UserId = wallet.Details.UserId, WalletId = wallet.Details.WalletId });
            AssertIsGood(read);
        }
    }

    private static void AssertIsGood(JsonElement reply) =>
        Assert.True(reply.TryGetProperty("success", out var success) && success.GetBoolean(), reply.GetRawText());

    private static async Task<int> AnsweredByAsync(ServiceProcess instance)
    {
        var page = await Eventually.HasValueAsync(() => MetricsOfAsync(instance), Deadline);
        return Answered().Matches(page).Sum(line => int.Parse(line.Groups["count"].Value, CultureInfo.InvariantCulture));
    }

    /// <summary>Null when a loaded machine takes too long.</summary>
    private static async Task<string?> MetricsOfAsync(ServiceProcess instance)
    {
        try
        {
            return (await instance.GetAsync("/metrics")).Body;
        }
        catch (TaskCanceledException)
        {
            return null;
        }
    }

    [GeneratedRegex(
        """^wallet_requests_total\{[^}]*route="wallet.transaction.transferSol"[^}]*\} (?<count>[0-9]+)$""",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Answered();
}

internal sealed record RolloutPayment(WalletDetails Wallet, string Recipient, string RequestId);
