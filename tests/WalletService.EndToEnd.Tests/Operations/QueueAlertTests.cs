using RabbitMQ.Client;
using WalletService.Contracts;
using WalletService.TestKit.Operations;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests.Operations;

/// <summary>The alerts on RabbitMQ's own metrics, with the broker's own plugin.</summary>
public sealed class QueueAlertTests : IAsyncLifetime
{
    private const string Queue = "wallet.transaction";
    private const int Waiting = 5;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private WalletServiceStack stack = null!;
    private PrometheusServer prometheus = null!;

    public async Task InitializeAsync()
    {
        stack = await WalletServiceStack.StartAsync(withBrokerMetrics: true);
        var thresholds = AlertThresholds.Read().With(("queue_messages", $"{Waiting - 1}"), ("trouble_for", "0s"));
        prometheus = await PrometheusServer.StartAsync(
            "rabbitmq",
            stack.RabbitMq.MetricsUrl!,
            AlertThresholds.RuleFiles.Select(file => thresholds.Render(AlertThresholds.Template(file))));
    }

    public async Task DisposeAsync()
    {
        await prometheus.DisposeAsync();
        await stack.DisposeAsync();
    }

    [Fact]
    public async Task Requests_that_nobody_reads_and_one_that_nobody_can_work_on()
    {
        await stack.Service.StopAsync();
        await using var connection = await new ConnectionFactory { Uri = new Uri(stack.BrokerUrl) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(
            publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        for (var request = 0; request < Waiting; request++)
        {
            await channel.BasicPublishAsync(Routes.Exchange, Routes.ListTransactions, mandatory: true, ReadOnlyMemory<byte>.Empty);
        }

        Assert.Equal("page", (await FiresAsync("WalletQueueDeep")).Severity);
        Assert.Equal(Queue, (await FiresAsync("WalletQueueDeep")).Labels["queue"]);

        // As often as the broker gives it out again; then it goes where operators look.
        await Eventually.BecomesTrueAsync(async () => await IsGivenUpAsync(channel), Patience);
        Assert.Equal("ticket", (await FiresAsync("WalletDeadLetters")).Severity);
    }

    private static async Task<bool> IsGivenUpAsync(IChannel channel)
    {
        if (await channel.BasicGetAsync(Queue, autoAck: false) is { } message)
        {
            await channel.BasicNackAsync(message.DeliveryTag, multiple: false, requeue: true);
        }

        return await channel.MessageCountAsync("wallet.dead-letter") > 0;
    }

    private Task<FiringAlert> FiresAsync(string alert) => Eventually.HasValueAsync(() => prometheus.FindFiringAsync(alert), Patience);
}
