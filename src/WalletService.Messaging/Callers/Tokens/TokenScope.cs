using WalletService.Domain.Callers;

namespace WalletService.Messaging.Callers.Tokens;

/// <summary>For what a token is good, which narrows what the settings let its caller do and never widens it; null for no bounds.</summary>
internal sealed record TokenScope(IReadOnlyList<NamePattern>? Routes, IReadOnlyList<NamePattern>? Users)
{
    public static readonly TokenScope Unbounded = new(null, null);

    public bool CoversRoute(string route) => Routes is null || Routes.Any(pattern => pattern.Matches(route));

    public bool CoversUser(string userId) => Users is null || Users.Any(pattern => pattern.Matches(userId));
}
