using WalletService.Domain.Values;

namespace WalletService.Domain.Callers;

/// <summary>A calling service that the operator has let in.</summary>
/// <param name="Routes">The routes that it may use.</param>
/// <param name="Users">The users for whom it may ask; none for one that only administers the service.</param>
/// <param name="IsAdministrator">Whether it may use the routes that are for administrators, of those that it may use at all.</param>
public sealed record KnownCaller(
    CallerId Id, IReadOnlyList<NamePattern> Routes, IReadOnlyList<NamePattern> Users, bool IsAdministrator)
{
    public bool MayUse(string route) => Routes.Any(pattern => pattern.Matches(route));

    public bool MayActFor(string userId) => Users.Any(pattern => pattern.Matches(userId));
}
