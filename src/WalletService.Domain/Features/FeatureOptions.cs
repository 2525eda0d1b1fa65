using System.ComponentModel.DataAnnotations;

namespace WalletService.Domain.Features;

/// <summary>What is on while no administrator has said otherwise. Section <c>Features</c>.</summary>
public sealed class FeatureOptions
{
    /// <summary>How often the flags are read, so how soon every instance knows of a change. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <inheritdoc cref="Feature.TokenTransfers"/>
    public bool TokenTransfers { get; set; } = true;

    /// <inheritdoc cref="Feature.TransferHooks"/>
    public bool TransferHooks { get; set; } = true;

    /// <inheritdoc cref="Feature.Batches"/>
    public bool Batches { get; set; } = true;

    /// <inheritdoc cref="Feature.CallersTransactions"/>
    public bool CallersTransactions { get; set; } = true;

    /// <inheritdoc cref="Feature.MessageSigning"/>
    public bool MessageSigning { get; set; } = true;

    /// <inheritdoc cref="Feature.KeyPool"/>
    public bool KeyPool { get; set; } = true;

    /// <inheritdoc cref="Feature.HedgedReads"/>
    public bool HedgedReads { get; set; } = true;

    /// <inheritdoc cref="Feature.AnomalySignals"/>
    public bool AnomalySignals { get; set; } = true;

    public bool IsOn(Feature feature) => feature switch
    {
        Feature.TokenTransfers => TokenTransfers,
        Feature.TransferHooks => TransferHooks,
        Feature.Batches => Batches,
        Feature.CallersTransactions => CallersTransactions,
        Feature.MessageSigning => MessageSigning,
        Feature.KeyPool => KeyPool,
        Feature.HedgedReads => HedgedReads,
        Feature.AnomalySignals => AnomalySignals,
    };
}
