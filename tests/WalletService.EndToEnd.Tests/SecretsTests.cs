using System.Text;
using Npgsql;
using RabbitMQ.Client;
using WalletService.Contracts;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests;

/// <summary>
/// A whole run with everything logged, every route asked, and every part failing: nothing that comes out of it holds a secret that went in.
/// What the service writes while it runs is searched line by line (<see cref="ChildProcess"/>).
/// </summary>
public sealed class SecretsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task No_secret_of_a_whole_run_is_in_its_output()
    {
        var token = TestSecrets.Add(Convert.ToHexStringLower(Guid.CreateVersion7().ToByteArray()));
        await using var stack = await WalletServiceStack.StartAsync(settings => LogEverything(settings, token));
        var answers = new StringBuilder();
        await AskEverythingAsync(stack, answers);
        await using (var client = await stack.ConnectAsync())
        {
            var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "secrets");
            await client.TransferSolAsync(wallet.Payment(TestWallet.NewAddress(), "0.1"));
        }

        await ReadDatabaseAsync(stack, answers);
        await FailAsync(stack);
        answers.AppendLine((await stack.Service.GetAsync("/health")).Body).AppendLine((await stack.Service.GetAsync("/metrics")).Body);

        Assert.Null(TestSecrets.FindIn(answers.ToString()));
        Assert.Null(TestSecrets.FindIn(stack.Service.Log));
    }

    [Fact]
    public async Task A_refused_password_is_not_told()
    {
        await using var stack = await WalletServiceStack.StartAsync();
        await stack.Service.StopAsync();
        var wrong = TestSecrets.Add("wrong-" + Convert.ToHexStringLower(Guid.CreateVersion7().ToByteArray()));
        var settings = new Dictionary<string, string>(stack.Settings, StringComparer.Ordinal)
        {
            ["RabbitMq__Password"] = wrong,
            ["Redis__Password"] = wrong,
            ["Postgres__ConnectionString"] = stack.Settings["Postgres__ConnectionString"].Replace(stack.Postgres.Password, wrong, StringComparison.Ordinal),
        };
        LogEverything(settings, wrong);
        await using var service = ServiceProcess.Launch(settings);
        await Eventually.BecomesTrueAsync(() => Task.FromResult(service.Log.Contains("28P01", StringComparison.Ordinal)), Patience);

        Assert.Null(TestSecrets.FindIn(service.Log));
    }

    private static void LogEverything(Dictionary<string, string> settings, string token)
    {
        settings["Serilog__MinimumLevel__Default"] = "Debug";
        settings["Risk__Url"] = "https://127.0.0.1:1/";
        settings["Risk__Token"] = token;
        settings["Risk__WithoutAnswer"] = "Allow";
        foreach (var source in (string[])["Microsoft", "MassTransit", "System.Net.Http", "Npgsql", "Microsoft.AspNetCore"])
        {
            settings[$"Serilog__MinimumLevel__Override__{source}"] = "Debug";
        }
    }

    /// <summary>Every route, with what it can't take: refusals tell most.</summary>
    private static async Task AskEverythingAsync(WalletServiceStack stack, StringBuilder answers)
    {
        var factory = new ConnectionFactory { Uri = new Uri(stack.BrokerUrl) };
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var queue = (await channel.QueueDeclareAsync()).QueueName;
        foreach (var route in Routes.All)
        {
            foreach (var body in (string[])["{}", "{\"userId\":\"u\",\"walletId\":\"none\",\"password\":\"x\"}", "no json"])
            {
                await channel.BasicPublishAsync(
                    "wallet",
                    route,
                    mandatory: false,
                    new BasicProperties { ContentType = "application/json", ReplyTo = queue, CorrelationId = route },
                    Encoding.UTF8.GetBytes(body));
            }
        }

        var expected = Routes.All.Count * 3;
        var received = 0;
        await Eventually.BecomesTrueAsync(
            async () =>
            {
                while (await channel.BasicGetAsync(queue, autoAck: true) is { } reply)
                {
                    answers.AppendLine(Encoding.UTF8.GetString(reply.Body.Span));
                    received++;
                }

                return received >= expected;
            },
            Patience);
    }

    /// <summary>All that a run leaves for others to read.</summary>
    private static async Task ReadDatabaseAsync(WalletServiceStack stack, StringBuilder answers)
    {
        await using var database = NpgsqlDataSource.Create(stack.Settings["Postgres__ConnectionString"]);
        foreach (var table in (string[])["outbox", "audit_log", "transfers", "known_settings", "data_keys", "wallets"])
        {
            await using var command = database.CreateCommand($"SELECT coalesce(string_agg(t::text, E'\\n'), '') FROM {table} AS t");
            answers.AppendLine((string?)await command.ExecuteScalarAsync());
        }
    }

    /// <summary>What fails tells of addresses, of connection strings, of what was tried.</summary>
    private static async Task FailAsync(WalletServiceStack stack)
    {
        await stack.Kms.AddFaultAsync("unavailable", "cryptoKeyVersions.asymmetricSign");
        await stack.Redis.StopAsync();
        await stack.Postgres.StopAsync();
        await stack.RabbitMq.StopAsync();
        await Eventually.BecomesTrueAsync(async () => !await stack.Service.IsReadyAsync(), Patience);
        await Eventually.BecomesTrueAsync(
            () => Task.FromResult(stack.Service.Log.Contains("Exception", StringComparison.Ordinal)), Patience);
    }
}
