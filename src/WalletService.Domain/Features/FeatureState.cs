namespace WalletService.Domain.Features;

/// <summary>A flag as it holds.</summary>
/// <param name="Setting">Who has set it and why; null while it is as the settings of the service say.</param>
public sealed record FeatureState(Feature Feature, bool IsOn, FeatureSetting? Setting);
