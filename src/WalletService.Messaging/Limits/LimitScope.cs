namespace WalletService.Messaging.Limits;

/// <summary>Whose requests a limit counts, as replies and metrics name it. Permanent.</summary>
internal static class LimitScope
{
    public const string User = "user";

    public const string Caller = "caller";

    /// <summary>Those of all callers.</summary>
    public const string Route = "route";
}
