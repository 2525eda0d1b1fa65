using System.ComponentModel.DataAnnotations;

namespace WalletService.Domain.Anomalies;

/// <summary>What counts as unusual. Section <c>Anomalies</c>.</summary>
public sealed class AnomalyOptions
{
    /// <summary>Whether signals are looked for; it takes one query for each transfer. Default yes.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// <c>unusualAmount</c>: more than so many times the median of what the wallet's last payments of the asset moved. Default 10.
    /// </summary>
    [Range(2, 1_000_000)]
    public int UnusualFactor { get; set; } = 10;

    /// <summary>How many payments of the asset there must have been before an amount can be unusual. Default 5.</summary>
    [Range(1, PaymentHistory.MostAmounts)]
    public int MinimumPayments { get; set; } = 5;

    /// <summary><c>burst</c>: the wallet has been asked for so many transfers within <see cref="BurstWindow"/>. Default 20.</summary>
    [Range(2, 100_000)]
    public int BurstCount { get; set; } = 20;

    /// <summary>The time in which a burst is counted. Default 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan BurstWindow { get; set; } = TimeSpan.FromMinutes(1);
}
