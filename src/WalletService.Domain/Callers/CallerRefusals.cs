namespace WalletService.Domain.Callers;

/// <summary>Why a caller is refused, as replies, events and metrics name it. Permanent.</summary>
public static class CallerRefusals
{
    /// <summary>Nothing proves who asks.</summary>
    public const string Unidentified = "unidentified";

    /// <summary>The settings know no caller of this name.</summary>
    public const string Unknown = "unknown";

    /// <summary>The caller may not use the route.</summary>
    public const string Route = "route";

    /// <summary>The route is for administrators, and the caller is none.</summary>
    public const string Administrator = "administrator";

    /// <summary>The caller may not act for the user.</summary>
    public const string User = "user";

    /// <summary>The token is not one that the service believes.</summary>
    public const string Token = "token";

    /// <summary>The token was good and is no longer.</summary>
    public const string TokenExpired = "tokenExpired";

    /// <summary>The token and the broker's user name two callers.</summary>
    public const string Mismatch = "mismatch";
}
