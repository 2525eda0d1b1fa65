using WalletService.Domain.Features;
using WalletService.Domain.Values;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Features;

internal sealed record FeatureRow(string Feature, bool IsOn, string Reason, string SetBy, DateTime SetAt)
{
    public const string Columns = "feature, is_on AS IsOn, reason, set_by AS SetBy, set_at AS SetAt";

    /// <summary>Null when this version knows no such feature: a newer one may run beside it.</summary>
    public FeatureSetting? ToSetting() => FeatureNames.TryParse(Feature, out var feature)
        ? new FeatureSetting(feature, IsOn, Reason, CallerId.Restore(SetBy), SetAt.AsUtc())
        : null;
}
