using WalletService.Domain.Callers;
using WalletService.Domain.Errors;
using WalletService.Domain.Values;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Callers;

/// <summary>The one place where requests are refused for who sent them.</summary>
internal sealed class CallerAdmission(CallerDirectory directory)
{
    /// <summary>Who sent a message, if it may ask for anything at all.</summary>
    /// <param name="brokerUser">
    /// The AMQP property <c>user_id</c>. RabbitMQ closes the channel of a publisher that gives another name than its own, so that it can
    /// be believed. A user whose name is no caller's counts as unidentified.
    /// </param>
    public Result<CallerId> Identify(string? brokerUser)
    {
        var caller = CallerId.TryParse(brokerUser, out var named) ? named : CallerId.Unidentified;
        return directory.RefuseCaller(caller) is { } refusal ? refusal : caller;
    }

    /// <summary>Null when the caller may use the route.</summary>
    public WalletError? Refuse(CallerId caller, WalletRoute route) => directory.RefuseRoute(caller, route.Name, route.IsForAdministrators);

    /// <summary>Null when the caller may ask for the user that the request names. An administrator's request names a user as its subject.</summary>
    public WalletError? Refuse(CallerId caller, WalletRoute route, object request) =>
        route.IsForAdministrators || route.UserIdOf(request) is not { } userId ? null : directory.RefuseUser(caller, userId);
}
