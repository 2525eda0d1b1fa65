using System.Text.RegularExpressions;
using WalletService.EndToEnd.Tests.Hostile;
using WalletService.TestKit.Documents;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests;

/// <summary>What <c>/metrics</c> of the real service serves is what docs/operations/metrics.md says, and the other way round.</summary>
public sealed partial class MetricsDocumentTests
{
    private const string SignOperation = "cryptoKeyVersions.asymmetricSign";

    /// <summary>Need what this stack does not have; metrics.md names them.</summary>
    private static readonly string[] NeedMore =
    [
        // A caller that asks for a reply where none may go.
        "wallet_replies_refused_total",

        // A second node, and a first one that is late.
        "wallet_rpc_hedges_total",

        // A risk service.
        "wallet_risk_check_duration_seconds",
    ];

    [Fact]
    public async Task Serves_every_metric_that_is_documented_and_no_other()
    {
        using var mounted = new TemporaryFolder("mounted-settings");
        await using var stack = await WalletServiceStack.StartAsync(settings =>
        {
            settings["KeyPool__Size"] = "1";
            settings["Service__BacklogInterval"] = "00:00:01";
            settings["Service__SettingsDirectory"] = mounted.Path;
            settings["EventStream__Enabled"] = "true";
            settings["EventStream__Tokens__0__Name"] = "dashboard";
            settings["EventStream__Tokens__0__Sha256"] = new string('a', 64);
            settings["EventStream__Tokens__0__Users__0"] = "*";
            settings["Limits__Routes__wallet.management.rotateKey__PerUser"] = "1";
        });
        await UseAsync(stack);
        await MisuseAsync(stack);
        await LetTheVaultFailAsync(stack);

        var documented = Documented();
        var served = await ServeAllOfAsync(stack, documented.Keys.Except(NeedMore, StringComparer.Ordinal));
        Assert.Empty(served.Keys.Where(name => name.StartsWith("wallet_", StringComparison.Ordinal)).Except(documented.Keys, StringComparer.Ordinal));
        Assert.All(documented.Where(row => served.ContainsKey(row.Key)), row =>
        {
            Assert.True(row.Value.Type == served[row.Key].Type, $"{row.Key} is a {served[row.Key].Type}");
            Assert.True(
                row.Value.Labels.SetEquals(served[row.Key].Labels), $"{row.Key} has the labels {string.Join(", ", served[row.Key].Labels)}");
        });

        var (_, scrape) = await stack.Service.GetAsync("/metrics");
        Assert.Equal(string.Empty, await Promtool.CheckAsync(scrape));
    }

    /// <summary>What is served once all of these are; some come with the first round of background work.</summary>
    private static async Task<Dictionary<string, MetricFamily>> ServeAllOfAsync(WalletServiceStack stack, IEnumerable<string> awaited)
    {
        var served = new Dictionary<string, MetricFamily>(StringComparer.Ordinal);
        string[] missing = [];
        var polls = Eventually.BecomesTrueAsync(async () =>
        {
            served = Served((await stack.Service.GetAsync("/metrics")).Body);
            missing = [.. awaited.Except(served.Keys, StringComparer.Ordinal)];
            return missing.Length == 0;
        });
        await polls.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Assert.Empty(missing);
        return served;
    }

    /// <summary>Something of everything.</summary>
    private static async Task UseAsync(WalletServiceStack stack)
    {
        await using var client = await stack.ConnectAsync();
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "metrics");
        await client.TransferSolAsync(wallet.Payment(TestWallet.NewAddress(), "0.1"));
        await client.TransferSolAsync(wallet.Payment(TestWallet.NewAddress(), "1000"))
            .ContinueWith(refused => Assert.NotNull(refused.Exception), TaskScheduler.Default);
        await wallet.BalanceAsync();
        await wallet.BalanceAsync();
    }

    /// <summary>What is not allowed, and more than is allowed.</summary>
    private static async Task MisuseAsync(WalletServiceStack stack)
    {
        await using var caller = await HostileCaller.ConnectAsync(stack);
        Assert.Equal("UNAUTHORIZED_CALLER", HostileCaller.CodeOf(await caller.AskAsync("wallet.management.list", new { userId = "somebody-else" })));
        await Eventually.BecomesTrueAsync(async () =>
            HostileCaller.CodeOf(await caller.AskAsync("wallet.management.rotateKey", new { userId = "hostile-1", walletId = Guid.Empty })) == "RATE_LIMITED");
    }

    /// <summary>Until a signature is asked for a second time.</summary>
    private static async Task LetTheVaultFailAsync(WalletServiceStack stack)
    {
        await using var client = await stack.ConnectAsync(attempts: 1);
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "metrics-vault");
        await stack.Kms.AddFaultAsync("unavailable", SignOperation);
        try
        {
            await client.SignTransactionAsync(wallet.Signature(TestWallet.NewAddress()))
                .ContinueWith(failed => Assert.NotNull(failed.Exception), TaskScheduler.Default);
        }
        finally
        {
            await stack.Kms.ClearFaultsAsync();
        }
    }

    private static Dictionary<string, MetricFamily> Documented() => MarkdownTable
        .Read(File.ReadAllText(RepositoryRoot.PathOf("docs", "operations", "metrics.md")))
        .Where(table => table.Columns is ["metric", "type", "labels", "meaning"])
        .SelectMany(table => table.Rows)
        .ToDictionary(
            row => MarkdownTable.FirstCode(row[0])!,
            row => new MetricFamily(row[1].Split(',')[0], [.. LabelsOf(row[2])]),
            StringComparer.Ordinal);

    /// <summary>In the column, each group between semicolons begins with names; what follows a colon are their values.</summary>
    private static IEnumerable<string> LabelsOf(string cell) => cell.Split(';', StringSplitOptions.TrimEntries)
        .SelectMany(group => Code().Matches(group.Split(':')[0]).Select(match => match.Groups["code"].Value));

    private static Dictionary<string, MetricFamily> Served(string text)
    {
        var families = new Dictionary<string, MetricFamily>(StringComparer.Ordinal);
        MetricFamily? family = null;
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split(' ') is ["#", "TYPE", var name, var type])
            {
                family = new MetricFamily(type, []);
                families.Add(name, family);
            }
            else if (!line.StartsWith('#') && line.IndexOf('{', StringComparison.Ordinal) is > 0 and var labels)
            {
                family!.Labels.UnionWith(Label().Matches(line[labels..]).Select(match => match.Groups["name"].Value).Where(label => label != "le"));
            }
        }

        return families;
    }

    [GeneratedRegex("`(?<code>[a-z]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();

    [GeneratedRegex("[{,](?<name>[a-z_]+)=\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Label();

    private sealed record MetricFamily(string Type, HashSet<string> Labels);
}
