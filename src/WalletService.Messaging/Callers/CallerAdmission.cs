using Microsoft.Extensions.Options;
using WalletService.Domain.Callers;
using WalletService.Domain.Errors;
using WalletService.Domain.Values;
using WalletService.Messaging.Callers.Tokens;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Callers;

/// <summary>The one place where requests are refused for who sent them.</summary>
internal sealed class CallerAdmission(CallerDirectory directory, IOptions<CallerTokensOptions> tokens)
{
    /// <summary>Who sent a message, if it may ask for anything at all.</summary>
    /// <param name="brokerUser">
    /// The AMQP property <c>user_id</c>. RabbitMQ closes the channel of a publisher that gives another name than its own, so that it can
    /// be believed. A user whose name is no caller's counts as unidentified.
    /// </param>
    /// <param name="token">What the message's token proves.</param>
    public Result<IdentifiedCaller> Identify(string? brokerUser, CallerToken token)
    {
        var identified = token switch
        {
            CallerToken.Valid valid => Identify(brokerUser, valid),
            CallerToken.Invalid invalid => invalid.Refusal,
            _ => IdentifyWithoutToken(brokerUser),
        };
        return identified.TryGetValue(out var caller, out _) && directory.RefuseCaller(caller.Id) is { } refusal ? refusal : identified;
    }

    /// <summary>Null when the caller may use the route.</summary>
    public WalletError? Refuse(IdentifiedCaller caller, WalletRoute route) =>
        directory.RefuseRoute(caller.Id, route.Name, route.IsForAdministrators)
        ?? (caller.Scope.CoversRoute(route.Name)
            ? null
            : WalletErrors.UnauthorizedCaller($"The token is not good for {route.Name}.", CallerRefusals.Route));

    /// <summary>Null when the caller may ask for the user that the request names. An administrator's request names a user as its subject.</summary>
    public WalletError? Refuse(IdentifiedCaller caller, WalletRoute route, object request)
    {
        if (route.IsForAdministrators || route.UserIdOf(request) is not { } userId)
        {
            return null;
        }

        return directory.RefuseUser(caller.Id, userId)
            ?? (caller.Scope.CoversUser(userId)
                ? null
                : WalletErrors.UnauthorizedCaller("The token is not good for this user.", CallerRefusals.User));
    }

    private Result<IdentifiedCaller> IdentifyWithoutToken(string? brokerUser)
    {
        if (tokens.Value.Mode == CallerTokenMode.Required)
        {
            return WalletErrors.UnauthorizedCaller(
                "The message has no token. Set the header authorization to 'Bearer <token>'.", CallerRefusals.Unidentified);
        }

        return new IdentifiedCaller(CallerId.TryParse(brokerUser, out var named) ? named : CallerId.Unidentified, TokenScope.Unbounded);
    }

    /// <summary>Who has both has to be the same by both: else one of them is somebody else's.</summary>
    private Result<IdentifiedCaller> Identify(string? brokerUser, CallerToken.Valid token)
    {
        if (brokerUser is null && !tokens.Value.WithBrokerUser)
        {
            return new IdentifiedCaller(token.Caller, token.Scope);
        }

        return string.Equals(brokerUser, token.Caller.Value, StringComparison.Ordinal)
            ? new IdentifiedCaller(token.Caller, token.Scope)
            : WalletErrors.UnauthorizedCaller(
                "The token and the AMQP property user_id do not name the same caller.", CallerRefusals.Mismatch);
    }
}
