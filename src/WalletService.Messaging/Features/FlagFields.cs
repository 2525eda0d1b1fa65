using WalletService.Contracts.Features;
using WalletService.Domain.Features;

namespace WalletService.Messaging.Features;

/// <summary>Flags as replies carry them.</summary>
internal static class FlagFields
{
    public static FlagDetails ToDetails(this FeatureState state) => new()
    {
        Feature = FeatureNames.Of(state.Feature),
        Enabled = state.IsOn,
        IsDefault = state.Setting is null,
        Reason = state.Setting?.Reason,
        SetBy = state.Setting?.SetBy.Value,
        SetAt = state.Setting?.SetAt,
    };
}
