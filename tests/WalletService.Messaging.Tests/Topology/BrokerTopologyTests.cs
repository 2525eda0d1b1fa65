using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using WalletService.Contracts;
using WalletService.Domain.Policies;
using WalletService.Domain.Risk;
using WalletService.Messaging.Risk;
using WalletService.Messaging.Tests.Fixture;
using WalletService.TestKit.Fixtures;
using WalletService.TestKit.Time;

namespace WalletService.Messaging.Tests.Topology;

/// <summary>
/// The exchanges, queues and bindings of <c>docs/security/broker-definitions.json</c> are those that the service declares, each with its arguments:
/// so the file can be imported first, or last, or never. <c>./dev topology</c> writes them anew.
/// </summary>
public sealed class BrokerTopologyTests
{
    [Fact]
    public async Task What_the_service_declares_on_an_empty_broker_is_what_the_definitions_hold()
    {
        var virtualHost = new RabbitMqVirtualHost();
        await virtualHost.InitializeAsync();
        await DeclareEverythingAsync(virtualHost);

        var declared = await BrokerTopology.ExportAsync(virtualHost.Server, virtualHost.Name);
        if (Environment.GetEnvironmentVariable("WRITE_TOPOLOGY") == "1")
        {
            await declared.WriteAsync();
        }

        Assert.Equal((await BrokerTopology.ReadAsync()).ToString(), declared.ToString());
    }

    [Fact]
    public async Task The_service_finds_imported_definitions_in_order_and_adds_nothing()
    {
        var virtualHost = new RabbitMqVirtualHost();
        await virtualHost.InitializeAsync();
        var documented = await BrokerTopology.ReadAsync();
        await virtualHost.Server.ImportAsync(documented.DefinitionsFor(virtualHost.Name));
        Assert.Equal(documented.ToString(), (await BrokerTopology.ExportAsync(virtualHost.Server, virtualHost.Name)).ToString());

        await DeclareEverythingAsync(virtualHost);
        Assert.Equal(documented.ToString(), (await BrokerTopology.ExportAsync(virtualHost.Server, virtualHost.Name)).ToString());
    }

    /// <summary>Starts a service that answers a request, publishes an event, and asks a risk service.</summary>
    private static async Task DeclareEverythingAsync(RabbitMqVirtualHost virtualHost)
    {
        var broker = new Broker(virtualHost.Uri, virtualHost.UserName, virtualHost.Password);
        await using var service = await RunningService.StartAsync(broker);
        await using (var caller = await AmqpCaller.ConnectAsync(broker))
        {
            Assert.True((await caller.AskAsync(Routes.CreateWallet, new { userId = Some.User(), label = "savings" })).Success);
        }

        await using (var check = new AmqpRiskCheck(
            new RiskOptions { Transport = RiskTransport.Amqp, Deadline = TimeSpan.FromSeconds(60) },
            Options.Create(new RabbitMqOptions { Uri = broker.Uri, UserName = broker.UserName, Password = broker.Password })))
        {
            var asking = check.AskAsync(Some.Question(), CancellationToken.None);
            await using var connection = await ConnectAsync();
            await using var channel = await connection.CreateChannelAsync();
            var question = await RiskServiceOnBroker.TakeAsync(ConnectAsync, "wallet.risk.requests");
            await RiskServiceOnBroker.AnswerAsync(channel, "wallet.risk.replies", question, """{"verdict":"allow"}""");
            Assert.Equal(RiskVerdict.Allow, await asking);
        }

        await Eventually.BecomesTrueAsync(
            async () => (await BrokerTopology.ExportAsync(virtualHost.Server, virtualHost.Name)).HasExchange(Routes.EventsExchange),
            TimeSpan.FromSeconds(60));

        Task<IConnection> ConnectAsync() => new ConnectionFactory
        {
            Uri = broker.Uri,
            UserName = broker.UserName,
            Password = broker.Password,
        }.CreateConnectionAsync();
    }
}
