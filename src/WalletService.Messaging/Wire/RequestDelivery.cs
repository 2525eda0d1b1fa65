using WalletService.Domain.Errors;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Wire;

/// <summary>
/// A message that was taken from a queue, read as far as it could be: a request of a route, or the reason why it is none. The one
/// message type that the endpoints consume, whoever sent it and in whichever format.
/// </summary>
public sealed class RequestDelivery
{
    private RequestDelivery(WalletRoute? route, object? request, WalletError? refusal, RequestOrigin origin, ReplyAddress replyAddress)
    {
        Route = route;
        Request = request;
        Refusal = refusal;
        Origin = origin;
        ReplyAddress = replyAddress;
    }

    /// <summary>Null when the message names none of the routes.</summary>
    internal WalletRoute? Route { get; }

    /// <summary>The route's request contract; null when it was refused.</summary>
    internal object? Request { get; }

    /// <summary>Why it is no valid request; null when it is one.</summary>
    internal WalletError? Refusal { get; }

    internal RequestOrigin Origin { get; }

    internal ReplyAddress ReplyAddress { get; }

    internal static RequestDelivery Accepted(
        WalletRoute route, object request, RequestOrigin origin, ReplyAddress replyAddress) =>
        new(route, request, null, origin, replyAddress);

    internal static RequestDelivery Refused(WalletRoute? route, WalletError refusal, RequestOrigin origin, ReplyAddress replyAddress) =>
        new(route, null, refusal, origin, replyAddress);
}
