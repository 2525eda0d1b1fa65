namespace WalletService.Domain.Features;

/// <summary>Features as requests, records and metrics name them. Permanent.</summary>
public static class FeatureNames
{
    /// <summary>Every feature, in the order in which they are told.</summary>
    public static IReadOnlyList<Feature> All { get; } = Enum.GetValues<Feature>();

    public static string Of(Feature feature) => feature switch
    {
        Feature.TokenTransfers => "token-transfers",
        Feature.TransferHooks => "transfer-hooks",
        Feature.Batches => "batches",
        Feature.CallersTransactions => "callers-transactions",
        Feature.MessageSigning => "message-signing",
        Feature.KeyPool => "key-pool",
        Feature.HedgedReads => "hedged-reads",
        Feature.AnomalySignals => "anomaly-signals",
    };

    public static bool TryParse(string? name, out Feature feature)
    {
        foreach (var candidate in All)
        {
            if (Of(candidate) == name)
            {
                feature = candidate;
                return true;
            }
        }

        feature = default;
        return false;
    }
}
