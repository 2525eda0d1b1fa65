using WalletService.Client;
using WalletService.TestKit.Operations;
using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests.Operations;

/// <summary>With everything well nobody is woken, and every panel of the dashboards has data.</summary>
public sealed class QuietServiceTests(WatchedStack watched) : IClassFixture<WatchedStack>
{
    private const string Pages = "max_over_time(ALERTS{alertstate=\"firing\",severity=\"page\"}[20s])";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>What has no series while everything is well, and why; every other query of the dashboards has.</summary>
    private static readonly Dictionary<string, string> WithoutData = new(StringComparer.Ordinal)
    {
        ["rabbitmq_"] = "RabbitMQ's own metrics, which this Prometheus does not scrape.",
        ["ALERTS{"] = "No alert fires.",
        ["wallet_kms_retries_total"] = "The vault does not fail.",
        ["wallet_key_pool_"] = "This stack prepares no keys.",
        ["wallet_callers_refused_total"] = "Nobody is refused for who he is.",
        ["wallet_requests_limited_total"] = "Nobody asks too often.",
        ["WALLET_FROZEN|POLICY_DENIED"] = "Nobody is refused for what he wants.",
        ["wallet_transfer_failures_total"] = "Every transfer is paid.",
        ["wallet_risk_check_duration_seconds"] = "There is no risk service.",
        ["wallet_event_stream_"] = "The live stream of events is off.",
    };

    [Fact]
    public async Task With_everything_well_nobody_is_woken()
    {
        // What lasts for ten seconds is told, half a minute is looked at. How fast a machine of tests is, is not what this is about.
        await using var prometheus = await watched.WatchAsync(
            ("outage_for", "10s"),
            ("trouble_for", "10s"),
            ("ticket_for", "10s"),
            ("window", "15s"),
            ("deposit_stall_for", "10s"),
            ("deposit_lag_slots", "1000000"),
            ("objective_reads", "0.5"),
            ("objective_submission", "0.5"),
            ("objective_finality", "0.5"));
        await using var client = await watched.Stack.ConnectAsync();
        var wallet = await TestWallet.CreateAsync(client, watched.Localnet, "quiet");
        await Eventually.BecomesTrueAsync(
            async () => await prometheus.CountAsync("count_over_time(wallet_service_up[20s]) >= 10") == 1 && await prometheus.CountAsync(Pages) == 0, Patience);

        var pages = 0;
        for (var payments = 0; payments < 10; payments++)
        {
            await client.TransferSolAsync(wallet.Payment(TestWallet.NewAddress(), "0.1"));
            await wallet.BalanceAsync();
            pages += await prometheus.CountAsync(Pages);
        }

        // Until all that was done has been looked at for the whole window of the rules, at every evaluation of them.
        var seen = await prometheus.CountAsync("wallet_service_up");
        await Eventually.BecomesTrueAsync(
            async () =>
            {
                pages += await prometheus.CountAsync(Pages);
                return await prometheus.CountAsync(
                    "increase(wallet_requests_total{route=\"wallet.transaction.transferSol\"}[15s]) == 0 and count_over_time(wallet_requests_total[20s]) >= 10") > 0;
            },
            Patience);

        Assert.Equal(1, seen);
        Assert.Equal(0, pages);
    }

    [Fact]
    public async Task Every_query_of_the_dashboards_has_data()
    {
        await using var client = await watched.Stack.ConnectAsync();
        var wallet = await TestWallet.CreateAsync(client, watched.Localnet, "dashboards");
        var queries = GrafanaDashboard.ReadAll().SelectMany(board => board.Queries).Distinct(StringComparer.Ordinal).ToArray();
        Assert.All(WithoutData.Keys, name => Assert.Contains(queries, query => query.Contains(name, StringComparison.Ordinal)));

        string[] empty = [];
        var polls = Eventually.BecomesTrueAsync(
            async () =>
            {
                await UseAsync(client, wallet);
                var counts = await Task.WhenAll(queries.Select(async query => (Query: query, Series: await watched.Prometheus.CountAsync(query))));
                empty =
                [
                    .. counts.Where(count => count.Series == 0).Select(count => count.Query)
                        .Where(query => !WithoutData.Keys.Any(name => query.Contains(name, StringComparison.Ordinal))),
                ];
                return empty.Length == 0;
            },
            Patience);
        await polls.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

        Assert.Empty(empty);
    }

    private static async Task UseAsync(WalletClient client, TestWallet wallet)
    {
        await client.TransferSolAsync(wallet.Payment(TestWallet.NewAddress(), "0.01"));
        await client.SignTransactionAsync(wallet.Signature(TestWallet.NewAddress()));
        await wallet.BalanceAsync();
        await wallet.BalanceAsync();
    }
}
