using System.Collections.Frozen;
using WalletService.Domain.Errors;
using WalletService.Domain.Values;

namespace WalletService.Domain.Callers;

/// <summary>
/// Who may ask, by which route, and for whom. Where identity is not required, those who are not known may do everything: that is for
/// development only. Who is known is held to its rights everywhere.
/// </summary>
public sealed class CallerDirectory(bool isIdentityRequired, IEnumerable<KnownCaller> known)
{
    private volatile FrozenDictionary<CallerId, KnownCaller> callers = known.ToFrozenDictionary(caller => caller.Id);

    /// <summary>From the next request on these are known, and no others.</summary>
    public void Replace(IEnumerable<KnownCaller> changed) => callers = changed.ToFrozenDictionary(caller => caller.Id);

    /// <summary>Null when the caller may ask for something at all.</summary>
    public WalletError? RefuseCaller(CallerId caller)
    {
        if (!isIdentityRequired || callers.ContainsKey(caller))
        {
            return null;
        }

        return caller.IsIdentified
            ? WalletErrors.UnauthorizedCaller(
                $"The service knows no caller {caller}. Its operator has to name it in the settings.", CallerRefusals.Unknown)
            : WalletErrors.UnauthorizedCaller(
                "The message does not say who asks. Set the AMQP property user_id to the name of your broker user.",
                CallerRefusals.Unidentified);
    }

    /// <summary>Null when the caller may use the route.</summary>
    /// <param name="caller">One that is not refused already.</param>
    /// <param name="isForAdministrators">Whether the route is for administrators only.</param>
    public WalletError? RefuseRoute(CallerId caller, string route, bool isForAdministrators)
    {
        if (!callers.TryGetValue(caller, out var rights))
        {
            return null;
        }

        if (!rights.MayUse(route))
        {
            return WalletErrors.UnauthorizedCaller($"The caller {caller} may not use {route}.", CallerRefusals.Route);
        }

        return isForAdministrators && !rights.IsAdministrator
            ? WalletErrors.UnauthorizedCaller($"{route} is for administrators, and {caller} is none.", CallerRefusals.Administrator)
            : null;
    }

    /// <summary>Whether the caller may do what is for administrators only: one that is known and is none may not.</summary>
    public bool IsAdministrator(CallerId caller) => !callers.TryGetValue(caller, out var rights) || rights.IsAdministrator;

    /// <summary>Null when the caller may ask for this user.</summary>
    /// <param name="caller">One that is not refused already.</param>
    public WalletError? RefuseUser(CallerId caller, string userId) => !callers.TryGetValue(caller, out var rights) || rights.MayActFor(userId)
        ? null
        : WalletErrors.UnauthorizedCaller($"The caller {caller} may not act for this user.", CallerRefusals.User);
}
