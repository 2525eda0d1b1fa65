using System.Collections.Concurrent;

namespace WalletService.Chaos.Report;

/// <summary>How often things happened, by name.</summary>
internal sealed class CampaignCounts
{
    private readonly ConcurrentDictionary<string, int> counts = new(StringComparer.Ordinal);

    public void Add(string name, int times = 1) => counts.AddOrUpdate(name, times, (_, before) => before + times);

    public IReadOnlyList<KeyValuePair<string, int>> All => [.. counts.OrderBy(count => count.Key, StringComparer.Ordinal)];
}
