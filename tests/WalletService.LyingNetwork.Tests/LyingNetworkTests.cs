using WalletService.Domain.Transactions;

namespace WalletService.LyingNetwork.Tests;

/// <summary>Whatever the nodes say, a payment takes effect once.</summary>
public sealed class LyingNetworkTests
{
    [Fact]
    public async Task A_reply_that_is_lost_after_execution_is_found_out_by_sending_the_same_bytes_again()
    {
        await using var scene = await LyingNetworkScene.StartAsync();
        await scene.LieAsync("lose-replies", new { count = 1_000_000, method = "sendTransaction" });
        await scene.LieAsync("http-status", new { status = 503, count = 1_000_000, method = "getSignatureStatuses" });
        var transfer = await scene.PayAsync();
        await TestKit.Time.Eventually.BecomesTrueAsync(async () => await scene.CountAsync("sendTransaction") > 0);
        await scene.AdvanceAsync(2);
        Assert.Equal(LyingNetworkScene.Amount, await scene.PaidAsync());
        Assert.Equal(TransferStatus.Signed, (await scene.ReadAsync(transfer)).Status);
        await scene.LieAsync("lose-replies", new { count = 0, method = "sendTransaction" });

        // No node tells its status, yet a node that has executed it says so when it gets it again.
        await scene.BecomesAsync(transfer, TransferStatus.Submitted);
        await scene.TellTheTruthAsync();
        await PaidOnceAsync(scene, transfer, attempts: 1);
    }

    [Fact]
    public async Task A_send_that_a_node_takes_and_forgets_is_sent_again()
    {
        await using var scene = await LyingNetworkScene.StartAsync();
        await scene.LieAsync("drop", new { count = 1 });
        var transfer = await scene.PayAsync();
        await scene.BecomesAsync(transfer, TransferStatus.Submitted);

        // Fewer slots than a blockhash lives: the first transaction itself has to land.
        var end = await scene.EndAsync(transfer, atMostSlots: 100);

        Assert.Equal(TransferStatus.Finalized, end.Status);
        Assert.Equal(LyingNetworkScene.Amount, await scene.PaidAsync());
        Assert.Single(await scene.AttemptsAsync(transfer));
    }

    [Fact]
    public async Task A_node_that_answers_from_the_past_proves_nothing()
    {
        await using var scene = await LyingNetworkScene.StartAsync();
        await scene.LieAsync("stale", new { slots = 400, stuck = true, method = "getSignatureStatuses" });
        var transfer = await scene.PayAsync();
        await scene.BecomesAsync(transfer, TransferStatus.Submitted);
        await scene.AdvanceAsync(LyingNetworkScene.PastExpiry);
        Assert.Equal(LyingNetworkScene.Amount, await scene.PaidAsync());

        await scene.LookAsync();
        await scene.AdvanceAsync(2);
        await scene.LookAsync();

        Assert.Equal(TransferStatus.Submitted, (await scene.ReadAsync(transfer)).Status);
        await scene.TellTheTruthAsync();
        await PaidOnceAsync(scene, transfer, attempts: 1);
    }

    [Fact]
    public async Task The_silence_of_one_node_is_no_proof_while_another_knows_better()
    {
        await using var scene = await LyingNetworkScene.StartAsync(nodes: 2);
        await scene.LieAsync("hide-statuses", new { node = 0, count = 1_000_000 });
        await scene.LieAsync("http-status", new { node = 1, status = 503, count = 40, method = "getSignatureStatuses" });
        var transfer = await scene.PayAsync();
        await scene.BecomesAsync(transfer, TransferStatus.Submitted);
        await scene.AdvanceAsync(LyingNetworkScene.PastExpiry);
        Assert.Equal(LyingNetworkScene.Amount, await scene.PaidAsync());

        await scene.LookAsync(times: 60);
        Assert.Single(await scene.AttemptsAsync(transfer));
        await scene.TellTheTruthAsync();
        await PaidOnceAsync(scene, transfer, attempts: 1);
    }

    [Fact]
    public async Task Statuses_that_fail_are_not_statuses_that_are_missing()
    {
        await using var scene = await LyingNetworkScene.StartAsync();
        await scene.LieAsync("http-status", new { status = 500, count = 1_000_000, method = "getSignatureStatuses" });
        var transfer = await scene.PayAsync();
        await scene.BecomesAsync(transfer, TransferStatus.Submitted);
        await scene.AdvanceAsync(LyingNetworkScene.PastExpiry);
        await scene.FailToLookAsync();
        await scene.AdvanceAsync(2);
        await scene.FailToLookAsync();

        Assert.Equal(TransferStatus.Submitted, (await scene.ReadAsync(transfer)).Status);
        await scene.TellTheTruthAsync();
        await PaidOnceAsync(scene, transfer, attempts: 1);
    }

    [Fact]
    public async Task A_processed_transaction_that_vanishes_with_its_fork_and_lands_later_is_never_taken_for_confirmed()
    {
        await using var scene = await LyingNetworkScene.StartAsync();
        await scene.LieAsync("freeze", new { on = true });
        var transfer = await scene.PayAsync();
        await scene.BecomesAsync(transfer, TransferStatus.Submitted);
        await scene.AdvanceAsync(1);
        Assert.Equal(LyingNetworkScene.Amount, await scene.PaidAsync());
        await scene.LookAsync();
        Assert.Equal(TransferStatus.Submitted, (await scene.ReadAsync(transfer)).Status);

        await scene.LieAsync("fork", new { landAfter = 5 });
        Assert.Equal(0UL, await scene.PaidAsync());
        await scene.LieAsync("freeze", new { on = false });

        await PaidOnceAsync(scene, transfer, attempts: 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_transaction_that_lands_in_the_last_possible_block_is_not_followed_by_another(int blocksAfterTheLastValid)
    {
        // A cluster that finalizes at once leaves the judge no slack.
        await using var scene = await LyingNetworkScene.StartAsync(1, "--finalize-slots", "1", "--skip-every", "0");
        await scene.LieAsync("hold", new { });
        var transfer = await scene.PayAsync();
        await scene.BecomesAsync(transfer, TransferStatus.Submitted);
        var lastValid = (await scene.ReadAsync(transfer)).Attempt!.LastValidBlockHeight;
        var landing = lastValid + (ulong)blocksAfterTheLastValid;

        // The final block is one behind the newest, which is the one before the landing.
        await scene.AdvanceAsync((int)(landing - 2 - await scene.FinalHeightAsync()));
        await scene.LookAsync();
        await scene.LieAsync("release", new { });
        await scene.AdvanceAsync(1);

        await PaidOnceAsync(scene, transfer, attempts: 1);
    }

    [Fact]
    public async Task A_blockhash_that_expires_while_the_vault_is_slow_costs_an_attempt_and_no_payment()
    {
        await using var scene = await LyingNetworkScene.StartAsync();
        var vault = new TaskCompletionSource();
        scene.Keys.BeforeSigning = () => vault.Task;
        var transfer = await scene.PayAsync();
        await TestKit.Time.Eventually.BecomesTrueAsync(() => scene.Keys.SignCalls == 1);
        await scene.AdvanceAsync(LyingNetworkScene.PastExpiry);

        vault.SetResult();

        await PaidOnceAfterDeathAsync(scene, transfer);
    }

    [Fact]
    public async Task A_dead_transaction_is_followed_by_one_that_pays_once()
    {
        await using var scene = await LyingNetworkScene.StartAsync();
        await scene.LieAsync("hold", new { });
        var transfer = await scene.PayAsync();
        await scene.BecomesAsync(transfer, TransferStatus.Submitted);
        await scene.AdvanceAsync(LyingNetworkScene.PastExpiry);

        // What was held arrives after all, but too late to execute.
        await scene.LieAsync("release", new { });
        await PaidOnceAfterDeathAsync(scene, transfer);
    }

    [Fact]
    public async Task A_storm_of_429_delays_a_payment_and_does_not_double_it()
    {
        await using var scene = await LyingNetworkScene.StartAsync(nodes: 2);
        foreach (var node in (int[])[0, 1])
        {
            await scene.LieAsync("http-status", new { node, status = 429, count = 3, retryAfter = 1 });
        }

        var transfer = await scene.PayAsync();
        await scene.BecomesAsync(transfer, TransferStatus.Submitted);

        // Fewer slots than a blockhash lives: it is the first transaction that lands.
        await PaidOnceAsync(scene, transfer, attempts: 1, atMostSlots: 100);
    }

    /// <summary>
    /// The first transaction died and a later one paid. How many died is not told: a chain that jumps two hundred slots at once can
    /// outrun the blockhash that the service holds, which costs an attempt and no payment.
    /// </summary>
    private static async Task PaidOnceAfterDeathAsync(LyingNetworkScene scene, Transfer transfer)
    {
        await EndsPaidOnceAsync(scene, transfer, atMostSlots: 400);

        var outcomes = (await scene.AttemptsAsync(transfer)).Select(attempt => attempt.Outcome).ToList();
        Assert.True(outcomes.Count > 1, "The first transaction was not followed by another.");
        Assert.All(outcomes[..^1], outcome => Assert.Equal(AttemptOutcome.Dead, outcome));
        Assert.Equal(AttemptOutcome.Landed, outcomes[^1]);
    }

    private static async Task PaidOnceAsync(LyingNetworkScene scene, Transfer transfer, int attempts, int atMostSlots = 400)
    {
        await EndsPaidOnceAsync(scene, transfer, atMostSlots);
        Assert.Equal(attempts, (await scene.AttemptsAsync(transfer)).Count);
    }

    private static async Task EndsPaidOnceAsync(LyingNetworkScene scene, Transfer transfer, int atMostSlots)
    {
        var end = await scene.EndAsync(transfer, atMostSlots);
        await scene.AdvanceAsync(LyingNetworkScene.PastExpiry);

        Assert.Equal(TransferStatus.Finalized, end.Status);
        Assert.Equal(LyingNetworkScene.Amount, await scene.PaidAsync());
    }
}
