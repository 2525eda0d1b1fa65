using System.Diagnostics.Metrics;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MassTransit;
using Microsoft.Extensions.Logging;
using WalletService.Contracts;

namespace WalletService.Messaging.Wire;

/// <summary>
/// Sends replies. A reply may be lost without losing money, since the same request again gives the same answer: so its confirmation
/// is not waited for, and a failure is logged and not thrown.
/// </summary>
internal sealed class ReplySender(IBus bus, ILogger<ReplySender> logger)
{
    /// <summary>While the broker is away sending waits; after this the caller has stopped waiting, too.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private static readonly Meter Meter = new("WalletService");

    private static readonly Counter<long> Refused = Meter.CreateCounter<long>(
        "wallet_replies_refused", description: "Replies that were not sent, because the response address asks for more than an exchange or for another caller's queue.");

    /// <summary>MassTransit's name for the default exchange with the routing key of <c>reply_to</c>.</summary>
    private static readonly Uri DefaultExchange = new("exchange:amq.rabbitmq.reply-to");

    public async Task SendAsync<TReply>(ReplyAddress address, TReply reply)
        where TReply : class
    {
        using var timeout = new CancellationTokenSource(Timeout);
        try
        {
            switch (address)
            {
                case ReplyAddress.Amqp amqp:
                    await SendAsync(amqp, reply, timeout.Token);
                    break;
                case ReplyAddress.Envelope envelope:
                    await SendAsync(envelope, reply, timeout.Token);
                    break;
                default:
                    break;
            }
        }
        catch (Exception exception)
        {
            logger.ReplyLost(exception);
        }
    }

    private async Task SendAsync<TReply>(ReplyAddress.Amqp address, TReply reply, CancellationToken cancellationToken)
        where TReply : class
    {
        if (ReplyDestination.IsOfAnother(address.ReplyTo, address.BrokerUser))
        {
            Refuse();
            return;
        }

        var body = JsonSerializer.SerializeToUtf8Bytes(reply, ReplyJson<TReply>.TypeInfo);
        var endpoint = await bus.GetSendEndpoint(DefaultExchange);
        await endpoint.Send(BareReply.Instance, new BareReplyPipe(address, body), cancellationToken);
    }

    private async Task SendAsync<TReply>(ReplyAddress.Envelope address, TReply reply, CancellationToken cancellationToken)
        where TReply : class
    {
        if (ReplyDestination.Find(bus.Address, address.ResponseAddress) is not { } destination
            || ReplyDestination.IsOfAnother(destination.AbsolutePath, address.BrokerUser)
            || ReplyDestination.IsOfAnother(address.ReplyTo ?? string.Empty, address.BrokerUser))
        {
            Refuse();
            return;
        }

        var endpoint = await bus.GetSendEndpoint(destination);
        await endpoint.Send(reply, new EnvelopeReplyPipe<TReply>(address), cancellationToken);
    }

    private void Refuse()
    {
        Refused.Add(1);
        logger.ReplyRefused();
    }

    private static class ReplyJson<TReply>
    {
        public static readonly JsonTypeInfo<TReply> TypeInfo = (JsonTypeInfo<TReply>)ContractJson.Options.GetTypeInfo(typeof(TReply));
    }
}
