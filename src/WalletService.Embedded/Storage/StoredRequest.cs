using WalletService.Domain.Policies;
using WalletService.Domain.Values;

namespace WalletService.Embedded.Storage;

/// <summary>What the first request under an idempotency key was.</summary>
internal sealed record StoredRequest(string Route, RequestFingerprint Fingerprint, Guid ResourceId)
{
    public const string Create = "create";
    public const string Transfer = "transfer";
    public const string Sign = "sign";
    public const string Batch = "batch";
    public const string Rotate = "rotate";

    /// <summary>The risk service's verdict with which a signature was granted.</summary>
    public RiskVerdict Risk { get; init; } = RiskVerdict.NotAsked;

    public bool IsSame(string route, RequestFingerprint fingerprint) => Route == route && Fingerprint == fingerprint;
}
