using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;
using WalletService.Client;
using WalletService.Contracts.Management;
using WalletService.Domain.Policies;
using WalletService.Domain.Risk;
using WalletService.Messaging.Risk;
using WalletService.Messaging.Tests.Fixture;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.Messaging.Tests;

/// <summary>
/// The users and permissions of <c>docs/security/broker-definitions.json</c>: enough for each, and no more. What the service declares is imported
/// with them, before it starts.
/// </summary>
public sealed class BrokerDefinitionsTests : IAsyncLifetime
{
    private static readonly string Password = TestSecrets.Add("a-password-of-this-test");

    private RabbitMqServer? server;
    private RunningService? service;

    private RunningService Service => service ?? throw new InvalidOperationException("The service was not started.");

    public async Task InitializeAsync()
    {
        server = await RabbitMqServer.StartAsync();
        var definitions = await File.ReadAllTextAsync(RepositoryRoot.PathOf("docs", "security", "broker-definitions.json"));
        foreach (var user in new[] { "SERVICE", "QUICKSTART", "OPERATOR", "RISK" })
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

    [Fact]
    public async Task A_caller_takes_its_own_replies_and_reaches_nobody_elses()
    {
        await using var quickstart = await WalletClient.ConnectAsync(OptionsOf("quickstart"));
        await using var other = await WalletClient.ConnectAsync(OptionsOf("operator"));
        Assert.Empty((await quickstart.ListWalletsAsync(new ListWallets { UserId = "quickstart" })).Wallets);
        Assert.Empty((await other.ListWalletsAsync(new ListWallets { UserId = "quickstart" })).Wallets);

        var theirs = await ReplyQueueOfAsync("quickstart");
        var mine = await ReplyQueueOfAsync("operator");
        Func<IChannel, Task>[] attempts =
        [
            channel => channel.BasicGetAsync(theirs, autoAck: false),
            channel => channel.BasicConsumeAsync(theirs, autoAck: false, new AsyncEventingBasicConsumer(channel)),
            channel => channel.QueuePurgeAsync(theirs),
            channel => channel.QueueDeleteAsync(theirs),
            channel => channel.ExchangeDeleteAsync(theirs),
            channel => channel.QueueUnbindAsync(theirs, theirs, string.Empty),
            channel => channel.QueueBindAsync(theirs, mine, string.Empty),
            channel => channel.QueueBindAsync(mine, theirs, string.Empty),
            channel => channel.ExchangeBindAsync(mine, theirs, string.Empty),
            channel => PublishAsync(channel, theirs, string.Empty, "operator"),
        ];
        foreach (var attempt in attempts)
        {
            await AssertRefusedAsync(attempt, "operator", what: $"'{theirs}'");
        }

        // Nor by way of the service, which may write there.
        using var refused = new ReplyCount();
        await using var caller = await AmqpCaller.ConnectAsync(BrokerOf("operator"));
        await caller.Channel.BasicPublishAsync(
            "wallet", "wallet.management.list", mandatory: false, new BasicProperties { UserId = "operator", ReplyTo = theirs }, "{}"u8.ToArray());
        await Eventually.BecomesTrueAsync(() => refused.Replies > 0);

        Assert.Empty((await quickstart.ListWalletsAsync(new ListWallets { UserId = "quickstart" })).Wallets);
        Assert.Empty((await other.ListWalletsAsync(new ListWallets { UserId = "quickstart" })).Wallets);
    }

    [Fact]
    public async Task The_risk_service_is_asked_and_answers_and_nobody_else_can_do_either()
    {
        var broker = BrokerOf("wallet-service");
        await using var check = new AmqpRiskCheck(
            new RiskOptions { Transport = RiskTransport.Amqp, Deadline = TimeSpan.FromSeconds(30) },
            Options.Create(new RabbitMqOptions { Uri = broker.Uri, UserName = broker.UserName, Password = broker.Password }));
        var asking = check.AskAsync(Some.Question(), CancellationToken.None);

        await using var connection = await ConnectAsync("risk-service");
        await using var channel = await connection.CreateChannelAsync();
        var question = await RiskServiceOnBroker.TakeAsync(() => ConnectAsync("risk-service"), "wallet.risk.requests");
        foreach (var caller in new[] { "quickstart", "operator" })
        {
            await AssertRefusedAsync(talk => talk.BasicGetAsync("wallet.risk.requests", autoAck: false), caller);
            await AssertRefusedAsync(talk => PublishAsync(talk, "wallet.risk.replies", question.BasicProperties.ReplyTo!, caller), caller);
            await AssertRefusedAsync(talk => talk.QueueBindAsync("wallet.risk.requests", "wallet.risk", "#"), caller);
        }

        await AssertRefusedAsync(talk => PublishAsync(talk, "wallet", "wallet.transaction.sign", "risk-service"), "risk-service");
        await AssertRefusedAsync(talk => PublishAsync(talk, string.Empty, "wallet.transaction", "risk-service"), "risk-service");
        await AssertRefusedAsync(talk => talk.BasicGetAsync("wallet.transaction", autoAck: false), "risk-service");

        // Who may not configure may not even declare what is there.
        var quorum = new Dictionary<string, object?>(StringComparer.Ordinal) { ["x-queue-type"] = "quorum" };
        await AssertRefusedAsync(
            talk => talk.QueueDeclareAsync("wallet.risk.requests", durable: true, exclusive: false, autoDelete: false, quorum), "risk-service");

        await RiskServiceOnBroker.AnswerAsync(channel, "wallet.risk.replies", question, """{"verdict":"review"}""");
        Assert.Equal(RiskVerdict.Review, await asking);
    }

    /// <summary>With a confirmation, so that what the broker thinks of it is known.</summary>
    private static async Task PublishAsync(IChannel channel, string exchange, string route, string user = "quickstart") =>
        await channel.BasicPublishAsync(exchange, route, mandatory: true, new BasicProperties { UserId = user }, "{}"u8.ToArray());

    private Task<IConnection> ConnectAsync(string user) =>
        new ConnectionFactory { Uri = BrokerOf(user).Uri, UserName = user, Password = Password }.CreateConnectionAsync();

    private async Task<string> ReplyQueueOfAsync(string user)
    {
        var queues = await server!.ControlAsync("list_queues", "--vhost", "wallet", "--no-table-headers", "name");
        return Assert.Single(queues.Split('\n', StringSplitOptions.TrimEntries), name => name.StartsWith($"{user}:replies.", StringComparison.Ordinal));
    }

    private async Task AssertRefusedAsync(
        Func<IChannel, Task> attempt, string user = "quickstart", bool isRefused = true, string what = "")
    {
        await using var connection = await ConnectAsync(user);
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
        Assert.Contains(what, channel.CloseReason!.ReplyText, StringComparison.Ordinal);
    }

    private Broker BrokerOf(string user) => new(server!.UriTo("wallet"), user, Password);

    private WalletClientOptions OptionsOf(string user) =>
        new() { BrokerUri = BrokerOf(user).Uri, UserName = user, Password = Password };
}
