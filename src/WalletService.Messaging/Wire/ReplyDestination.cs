using System.Text.RegularExpressions;
using WalletService.Contracts;

namespace WalletService.Messaging.Wire;

/// <summary>
/// Where an envelope's response address leads. MassTransit declares what an address describes, and these come from callers, who may declare
/// less than the service may: with <c>bind</c>, <c>queue</c> or <c>bindexchange</c> one would have it bind queues to the exchange of another
/// caller's replies. So only an exchange's name and how long it lives are taken, as clients of MassTransit give them.
/// </summary>
internal static partial class ReplyDestination
{
    private const string RabbitMq = "rabbitmq";
    private const int LongestName = 255;

    /// <summary>The address to send to, always at the bus's own host; null when it asks for more than an exchange.</summary>
    /// <param name="bus">The address of the bus itself. Only RabbitMQ has something to declare.</param>
    /// <param name="responseAddress">As the caller gave it.</param>
    public static Uri? Find(Uri bus, Uri responseAddress)
    {
        if (!IsRabbitMq(bus))
        {
            return responseAddress;
        }

        if (!responseAddress.IsAbsoluteUri || (!IsRabbitMq(responseAddress) && responseAddress.Scheme != "exchange"))
        {
            return null;
        }

        var name = responseAddress.AbsolutePath[(responseAddress.AbsolutePath.LastIndexOf('/') + 1)..];
        return name.Length <= LongestName && Name().IsMatch(name) && Parameters().IsMatch(responseAddress.Query)
            ? new Uri($"exchange:{name}{responseAddress.Query}")
            : null;
    }

    /// <summary>
    /// Whether a name is one of <see cref="ReplyQueues"/> for another user than who asks. The service may write to every caller's queue, and so
    /// would put there what the broker does not let the asker put there itself.
    /// </summary>
    /// <param name="name">Of an exchange or a queue, or the path of an address that ends with it.</param>
    /// <param name="brokerUser">The request's <c>user_id</c>; null when it has none.</param>
    public static bool IsOfAnother(string name, string? brokerUser)
    {
        var queue = name[(name.LastIndexOf('/') + 1)..];
        var end = queue.IndexOf(ReplyQueues.Marker, StringComparison.Ordinal);
        return end >= 0 && !string.Equals(queue[..end], brokerUser, StringComparison.Ordinal);
    }

    private static bool IsRabbitMq(Uri address) =>
        address.IsAbsoluteUri && address.Scheme is RabbitMq or RabbitMq + "s" or "amqp" or "amqps";

    [GeneratedRegex(@"^[A-Za-z0-9_.:-]+\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Name();

    [GeneratedRegex(@"^(\?((temporary|durable|autodelete)=(true|false)&?)*)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Parameters();
}
