using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using WalletService.Client;
using WalletService.Contracts.Management;
using WalletService.Messaging.Tests.Fixture;
using WalletService.TestKit.Servers;

namespace WalletService.Messaging.Tests;

/// <summary>The users and permissions of <c>docs/security/broker-definitions.json</c>: enough for each, and no more.</summary>
public sealed class BrokerDefinitionsTests : IAsyncLifetime
{
    private const string Password = "a-password-of-this-test";

    private RabbitMqServer? server;
    private RunningService? service;

    private RunningService Service => service ?? throw new InvalidOperationException("The service was not started.");

    public async Task InitializeAsync()
    {
        server = await RabbitMqServer.StartAsync();
        var definitions = await File.ReadAllTextAsync(RepositoryRoot.PathOf("docs", "security", "broker-definitions.json"));
        foreach (var user in new[] { "SERVICE", "QUICKSTART", "OPERATOR" })
        {
            definitions = definitions.Replace($"PASSWORD_OF_{user}", Password, StringComparison.Ordinal);
        }

        await server.ImportAsync(definitions);
        service = await RunningService.StartAsync(
            BrokerOf("wallet-service"),
            ("Callers:Identity", "Required"),
            ("Callers:Known:quickstart:Routes:0", "wallet.*"),
            ("Callers:Known:quickstart:Users:0", "quickstart*"),
            ("Callers:Known:operator:Routes:0", "wallet.*"),
            ("Callers:Known:operator:Users:0", "*"));
    }

    public async Task DisposeAsync()
    {
        await Service.DisposeAsync();
        await server!.DisposeAsync();
    }

    [Fact]
    public async Task Each_user_does_its_work_and_nothing_else()
    {
        await using (var client = await WalletClient.ConnectAsync(OptionsOf("quickstart")))
        {
            var wallet = await client.CreateWalletAsync(new CreateWallet { UserId = "quickstart", Label = "savings" });
            Assert.NotEmpty(wallet.Address);
        }

        await using (var client = await WalletClient.ConnectAsync(OptionsOf("operator")))
        {
            Assert.Single((await client.ListWalletsAsync(new ListWallets { UserId = "quickstart" })).Wallets);
        }

        await using var caller = await AmqpCaller.ConnectAsync(BrokerOf("quickstart"));
        var reply = await caller.AskAsync("wallet.management.list", new { userId = "quickstart" }, properties => properties.UserId = "quickstart");
        Assert.Single(reply.Data["wallets"]!.AsArray());

        await AssertRefusedAsync(channel => channel.QueueDeclarePassiveAsync("wallet.transaction"), isRefused: false);
        await AssertRefusedAsync(channel => channel.BasicGetAsync("wallet.transaction", autoAck: false));
        await AssertRefusedAsync(channel => channel.QueuePurgeAsync("wallet.transaction"));
        await AssertRefusedAsync(channel => channel.QueueDeleteAsync("wallet.dead-letter"));
        await AssertRefusedAsync(channel => channel.QueueBindAsync("wallet.transaction", "wallet.events", "#"));
        await AssertRefusedAsync(channel => channel.BasicGetAsync("wallet.dead-letter", autoAck: false));
        await AssertRefusedAsync(channel => PublishAsync(channel, "wallet.events", "wallet-events.created"));
        await AssertRefusedAsync(channel => PublishAsync(channel, string.Empty, "wallet.transaction"));
        await AssertRefusedAsync(channel => PublishAsync(channel, "wallet", "wallet.management.freezeScope"));
    }

    /// <summary>With a confirmation, so that what the broker thinks of it is known.</summary>
    private static async Task PublishAsync(IChannel channel, string exchange, string route) =>
        await channel.BasicPublishAsync(exchange, route, mandatory: true, new BasicProperties { UserId = "quickstart" }, "{}"u8.ToArray());

    private async Task AssertRefusedAsync(Func<IChannel, Task> attempt, bool isRefused = true)
    {
        var factory = new ConnectionFactory { Uri = BrokerOf("quickstart").Uri, UserName = "quickstart", Password = Password };
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        var failure = await Record.ExceptionAsync(() => attempt(channel));
        if (!isRefused)
        {
            Assert.Null(failure);
            return;
        }

        Assert.True(failure is OperationInterruptedException or AlreadyClosedException or PublishException, $"{failure}");
        Assert.Equal(Constants.AccessRefused, (int?)channel.CloseReason?.ReplyCode);
    }

    private Broker BrokerOf(string user) => new(server!.UriTo("wallet"), user, Password);

    private WalletClientOptions OptionsOf(string user) =>
        new() { BrokerUri = BrokerOf(user).Uri, UserName = user, Password = Password };
}
