using WalletService.Domain.Values;

namespace WalletService.Postgres.Records;

/// <summary>What the first request under an idempotency key was.</summary>
internal sealed record RequestRow(
    string UserId, string Key, string Route, string Fingerprint, Guid ResourceId, DateTime CreatedAt, string Caller)
{
    public const string Create = "create";
    public const string Transfer = "transfer";
    public const string Sign = "sign";
    public const string Batch = "batch";

    /// <summary>To be followed by a condition on <c>requests</c>.</summary>
    public const string Select =
        """
        SELECT requests.user_id AS UserId, requests.key, requests.route, requests.fingerprint, requests.resource_id AS ResourceId,
               requests.created_at AS CreatedAt, requests.caller
        FROM requests
        """;

    public bool IsSame(string route, RequestFingerprint fingerprint) => Route == route && Fingerprint == fingerprint.Value;
}
