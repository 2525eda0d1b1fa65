using WalletService.Domain.Values;

namespace WalletService.Postgres.Records;

/// <summary>What the first request under an idempotency key was.</summary>
internal sealed record RequestRow(string Route, string Fingerprint, Guid ResourceId)
{
    public const string Create = "create";
    public const string Transfer = "transfer";
    public const string Sign = "sign";

    /// <summary>Needs <c>@userId</c> and <c>@key</c>.</summary>
    public const string Select =
        "SELECT route, fingerprint, resource_id AS ResourceId FROM requests WHERE user_id = @userId AND key = @key;";

    public bool IsSame(string route, RequestFingerprint fingerprint) => Route == route && Fingerprint == fingerprint.Value;
}
