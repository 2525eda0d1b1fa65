using WalletService.Domain.Policies;
using WalletService.Domain.Values;

namespace WalletService.Postgres.Records;

/// <summary>What the first request under an idempotency key was.</summary>
/// <param name="Risk">The risk service's verdict, for a signature; null when nobody was asked.</param>
internal sealed record RequestRow(
    string UserId, string Key, string Route, string Fingerprint, Guid ResourceId, DateTime CreatedAt, string Caller, string? Risk)
{
    public const string Create = "create";
    public const string Transfer = "transfer";
    public const string Sign = "sign";
    public const string Batch = "batch";
    public const string Rotate = "rotate";

    /// <summary>To be followed by a condition on <c>requests</c>.</summary>
    public const string Select =
        """
        SELECT requests.user_id AS UserId, requests.key, requests.route, requests.fingerprint, requests.resource_id AS ResourceId,
               requests.created_at AS CreatedAt, requests.caller, requests.risk
        FROM requests
        """;

    /// <summary>What holds for a request that is made again: the verdict with which it was granted, or else the new one.</summary>
    public RiskVerdict RiskOr(RiskVerdict newest) => Risk is { } kept ? Enum.Parse<RiskVerdict>(kept) : newest;

    public bool IsSame(string route, RequestFingerprint fingerprint) => Route == route && Fingerprint == fingerprint.Value;
}
