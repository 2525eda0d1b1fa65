using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using WalletService.TestKit.Time;

namespace WalletService.Messaging.Tests.Fixture;

/// <summary>A risk service's side of the broker, by hand.</summary>
internal static class RiskServiceOnBroker
{
    /// <summary>The next question; waits for the queue too, which the first question makes.</summary>
    public static async Task<BasicGetResult> TakeAsync(Func<Task<IConnection>> connect, string queue)
    {
        BasicGetResult? question = null;
        await Eventually.BecomesTrueAsync(async () =>
        {
            question = await GetAsync(connect, queue);
            return question is not null;
        });
        return question!;
    }

    public static Task AnswerAsync(IChannel channel, string exchange, BasicGetResult question, string answer) =>
        AnswerAsync(channel, exchange, question, question.BasicProperties.CorrelationId, answer);

    public static async Task AnswerAsync(IChannel channel, string exchange, BasicGetResult question, string? correlationId, string answer) =>
        await channel.BasicPublishAsync(
            exchange,
            question.BasicProperties.ReplyTo!,
            mandatory: false,
            new BasicProperties { CorrelationId = correlationId },
            Encoding.UTF8.GetBytes(answer));

    /// <summary>Asking a queue that is not there costs the channel; a connection is not used again after that.</summary>
    private static async Task<BasicGetResult?> GetAsync(Func<Task<IConnection>> connect, string queue)
    {
        await using var connection = await connect();
        await using var channel = await connection.CreateChannelAsync();
        try
        {
            return await channel.BasicGetAsync(queue, autoAck: true);
        }
        catch (OperationInterruptedException)
        {
            return null;
        }
    }
}
