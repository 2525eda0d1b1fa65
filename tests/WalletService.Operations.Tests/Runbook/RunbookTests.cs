using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using WalletService.Operations.Tests.Alerts;
using WalletService.Operations.Tests.Backup;
using WalletService.Postgres.Migrations;
using WalletService.TestKit.Fixtures;
using WalletService.TestKit.Servers;

namespace WalletService.Operations.Tests.Runbook;

/// <summary>What the runbook tells an operator to type exists, and every alert leads to a heading of it.</summary>
public sealed class RunbookTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>
{
    private static readonly RunbookDocument Document = RunbookDocument.Read();

    [Fact]
    public void Every_alert_has_a_heading_and_every_such_heading_has_an_alert() => Assert.Equal(
        AlertRule.ReadAll().Where(rule => rule.IsAlert).Select(rule => rule.Name).Order(StringComparer.Ordinal),
        Document.Headings.Where(heading => heading.StartsWith("Wallet", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_walletctl_command_is_one_that_walletctl_takes()
    {
        var calls = Document.CallsOf("walletctl").ToArray();

        Assert.True(calls.Length > 10);
        Assert.All(calls, call => Assert.Empty(WalletctlSyntax.ErrorsOf(RunbookDocument.Words(call)[1..])));
    }

    [Theory]
    [InlineData("freeze", "everything")]
    [InlineData("audit", "varify")]
    [InlineData("kill-switch")]
    public void A_command_that_walletctl_does_not_take_is_noticed(params string[] arguments) => Assert.NotEmpty(WalletctlSyntax.ErrorsOf(arguments));

    [Fact]
    public async Task Every_statement_runs_against_the_schema_as_the_role_that_is_named()
    {
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create("ConnectionString", (string?)database.ConnectionString)])
            .Build();
        await using var services = new ServiceCollection().AddPostgresStorage(settings).BuildServiceProvider();
        await services.GetRequiredService<PostgresMigrator>().MigrateAsync(default);
        await using var connection = new NpgsqlConnection(await ReaderRole.OfAsync(database.ConnectionString));
        await connection.OpenAsync();

        var blocks = Document.Blocks("sql").ToArray();
        Assert.True(blocks.Length > 5);
        foreach (var block in blocks)
        {
            await using var command = new NpgsqlCommand(block, connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    [Fact]
    public void Every_query_of_metrics_asks_for_what_is_served()
    {
        var metrics = MetricCatalogue.Read();
        var queries = Document.Blocks("promql").ToArray();

        Assert.True(queries.Length > 5);
        Assert.All(queries, query => Assert.Empty(metrics.Unknown(query)));
    }

    [Fact]
    public void The_service_has_the_commands_and_pages_that_are_asked_for()
    {
        var commands = Document.CallsOf("WalletService.Host").Select(call => RunbookDocument.Words(call)[1]).Distinct(StringComparer.Ordinal);
        var pages = Document.CallsOf("curl").SelectMany(call => RunbookDocument.Words(call))
            .Where(word => word.StartsWith("$SERVICE_URL", StringComparison.Ordinal)).Select(word => word["$SERVICE_URL".Length..]).Distinct(StringComparer.Ordinal);

        Assert.Equal(["doctor", "migrate"], commands.Order(StringComparer.Ordinal));
        Assert.Equal(["/health", "/metrics", "/ready"], pages.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_kubectl_is_pointed_at_is_deployed()
    {
        var deployed = File.ReadAllText(RepositoryRoot.PathOf("k8s", "rendered", "production.yaml"));
        var calls = Document.CallsOf("kubectl").Select(RunbookDocument.Words).ToArray();

        Assert.True(calls.Length > 3);
        Assert.All(calls, words => Assert.Equal(["--namespace", "wallet"], words[1..3]));
        Assert.All(
            calls.SelectMany(words => words).Where(word => word.StartsWith("deploy/", StringComparison.Ordinal)),
            word => Assert.Contains($"    kind: Deployment\n    name: {word["deploy/".Length..]}\n", deployed, StringComparison.Ordinal));
        Assert.Contains("\n  name: wallet-service\n  namespace: wallet\n", deployed, StringComparison.Ordinal);

        var tool = File.ReadAllText(RepositoryRoot.PathOf(calls.SelectMany(words => words).First(word => word.StartsWith("k8s/", StringComparison.Ordinal)).Split('/')));
        var job = calls.SelectMany(words => words).Single(word => word.StartsWith("job/", StringComparison.Ordinal));
        Assert.Contains($"\nkind: Job\nmetadata:\n  name: {job["job/".Length..]}\n", tool, StringComparison.Ordinal);
    }

    [Fact]
    public void The_role_that_is_taken_away_in_an_emergency_is_the_one_that_was_granted()
    {
        var keys = new RunbookDocument(File.ReadAllText(RepositoryRoot.PathOf("docs", "security", "keys.md")));

        var taken = RolesOf(Document, "remove-iam-policy-binding");

        Assert.NotEmpty(taken);
        Assert.Equal(RolesOf(keys, "add-iam-policy-binding"), taken);
    }

    /// <summary>What is granted or taken on the key ring, and from whom: everything but the verb.</summary>
    private static IEnumerable<string> RolesOf(RunbookDocument document, string verb) => document.CallsOf("gcloud")
        .Where(call => call.Contains(verb, StringComparison.Ordinal))
        .Select(call => call.Replace(verb, "VERB", StringComparison.Ordinal));
}
