namespace WalletService.Benchmarks.Measurement;

/// <summary>The little statistics that the report needs.</summary>
internal static class Statistics
{
    /// <summary>The least value that at least the given share of the values does not exceed; NaN without values.</summary>
    /// <param name="ordered">Values in ascending order.</param>
    /// <param name="share">From 0 to 1.</param>
    public static double Quantile(IReadOnlyList<double> ordered, double share) =>
        ordered.Count == 0 ? double.NaN : ordered[Math.Clamp((int)Math.Ceiling(share * ordered.Count) - 1, 0, ordered.Count - 1)];

    /// <summary>The middle value; of an even number, the mean of the two in the middle.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var ordered = values.Order().ToArray();
        return ordered.Length == 0
            ? double.NaN
            : (ordered[(ordered.Length - 1) / 2] + ordered[ordered.Length / 2]) / 2;
    }
}
