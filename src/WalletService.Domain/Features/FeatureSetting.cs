using WalletService.Domain.Values;

namespace WalletService.Domain.Features;

/// <summary>What an administrator has set a flag to.</summary>
/// <param name="Reason">Why, in the operator's words; shown to administrators only.</param>
public sealed record FeatureSetting(Feature Feature, bool IsOn, string Reason, CallerId SetBy, DateTimeOffset SetAt)
{
    /// <summary>Most characters of a reason.</summary>
    public const int MaximumReasonLength = 256;
}
