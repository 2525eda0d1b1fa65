using WalletService.Domain.Policies;
using WalletService.Domain.Values;

namespace WalletService.Domain.Anomalies;

/// <summary>Compares a payment with what was paid before. Pure.</summary>
public static class AnomalyDetector
{
    /// <returns>The names of the signals, each once.</returns>
    public static IReadOnlyList<string> Detect(IReadOnlyList<AssetMovement> movements, PaymentHistory history, AnomalyOptions options)
    {
        var signals = new List<string>();
        if (movements.GroupBy(movement => movement.Asset).Any(asset => IsUnusual(asset.Key, Sum(asset), history, options)))
        {
            signals.Add(AnomalySignals.UnusualAmount);
        }

        SolanaAddress[] recipients = [.. movements.Select(movement => movement.Recipient).OfType<SolanaAddress>().Distinct()];
        if (recipients.Any(recipient => !history.Known.Contains(recipient)))
        {
            signals.Add(AnomalySignals.FirstPaymentToRecipient);
        }

        if (history.Recent + 1 >= options.BurstCount)
        {
            signals.Add(AnomalySignals.Burst);
        }

        // Who was paid before under this very address is no stranger in disguise.
        if (recipients.Any(recipient => history.LookAlikes.ContainsKey(recipient) && !history.Known.Contains(recipient)))
        {
            signals.Add(AnomalySignals.LookAlikeAddress);
        }

        return signals;
    }

    private static bool IsUnusual(Asset asset, UInt128 amount, PaymentHistory history, AnomalyOptions options) =>
        history.Amounts.TryGetValue(asset, out var before)
        && before.Count >= options.MinimumPayments
        && amount > Median(before) * (UInt128)options.UnusualFactor;

    /// <summary>The lower one of the two in the middle.</summary>
    private static UInt128 Median(IReadOnlyList<UInt128> amounts) => amounts.Order().ElementAt((amounts.Count - 1) / 2);

    private static UInt128 Sum(IEnumerable<AssetMovement> movements) =>
        movements.Aggregate(UInt128.Zero, (sum, movement) => sum + movement.Amount);
}
