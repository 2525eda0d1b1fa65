using WalletService.Messaging.Tests.Fixture;
using WalletService.TestKit.Fixtures;
using WalletService.TestKit.Time;

namespace WalletService.Messaging.Tests;

/// <summary>
/// A connection that breaks while queues are being declared leaves RabbitMQ.Client waiting for ever, and MassTransit with it: the
/// queues are served again all the same.
/// </summary>
public sealed class ReconnectionTests(RabbitMqVirtualHost virtualHost) : IClassFixture<RabbitMqVirtualHost>
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    private Broker Broker => new(virtualHost.Uri, virtualHost.UserName, virtualHost.Password);

    [Theory]
    [InlineData("wallet.balance", 1)]
    [InlineData("wallet.dead-letter", 2)]
    public async Task Serves_every_queue_after_the_broker_died_while_it_was_declared_at_the_start(string queue, int times)
    {
        await using var link = new BrokerLink(Broker);
        link.BreakAtDeclarationOf(queue, times);
        await using var service = await RunningService.StartWithoutWaitingAsync(link.Broker, ("Messaging:QueueRestartAfter", "00:00:02"));

        await ServesAllAsync(service, link);
    }

    [Fact]
    public async Task Serves_every_queue_after_the_broker_died_while_it_was_declared_again()
    {
        await using var link = new BrokerLink(Broker);
        await using var service = await RunningService.StartAsync(link.Broker, ("Messaging:QueueRestartAfter", "00:00:02"));
        link.BreakAtDeclarationOf("wallet.transaction", times: 1);
        await link.BreakAsync();

        await ServesAllAsync(service, link);
    }

    private async Task ServesAllAsync(RunningService service, BrokerLink link)
    {
        await Eventually.BecomesTrueAsync(
            async () => link.HasBroken && (await service.Probe.ProbeAsync(default)).Healthy, Deadline);
        await using var caller = await AmqpCaller.ConnectAsync(Broker);
        foreach (var route in new[] { "wallet.management.list", "wallet.balance.get", "wallet.transaction.list", "wallet.nonsense" })
        {
            Assert.NotEmpty((await caller.AskAsync(route, new { userId = "u" })).Body);
        }
    }
}
