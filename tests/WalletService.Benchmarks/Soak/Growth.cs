using System.Globalization;
using WalletService.Benchmarks.Measurement;

namespace WalletService.Benchmarks.Soak;

/// <summary>Tells whether what is held has grown: the last third of the samples against the third before it; the first third warms up.</summary>
internal static class Growth
{
    /// <summary>Fewer samples say nothing.</summary>
    public const int LeastSamples = 6;

    private static readonly (string What, Func<Holding, double> Value, double Share, double Slack)[] Rules =
    [
        ("memory", holding => holding.Megabytes, 0.05, 5),
        ("handles", holding => holding.Handles, 0.05, 5),
        ("threads", holding => holding.Threads, 0.10, 5),
        ("channels", holding => holding.Channels, 0, 2),
        ("database connections", holding => holding.DatabaseConnections, 0, 3),
    ];

    /// <summary>What has grown, each in a sentence; none when nothing has.</summary>
    /// <param name="samples">Taken at equal distances, in order.</param>
    public static IReadOnlyList<string> In(IReadOnlyList<Holding> samples)
    {
        if (samples.Count < LeastSamples)
        {
            return [];
        }

        var third = samples.Count / 3;
        var middle = samples.Skip(third).Take(third).ToArray();
        var last = samples.Skip(samples.Count - third).ToArray();
        return
        [
            .. from rule in Rules
               let before = Statistics.Median(middle.Select(rule.Value))
               let after = Statistics.Median(last.Select(rule.Value))
               where after > (before * (1 + rule.Share)) + rule.Slack
               select string.Create(CultureInfo.InvariantCulture, $"{rule.What} grew from {before:F0} to {after:F0}"),
        ];
    }
}
