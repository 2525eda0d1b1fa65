namespace WalletService.Simulation;

/// <summary>How often the runs came to what they are meant to show: a simulation that never gets there shows nothing.</summary>
internal sealed class Coverage
{
    private readonly SortedDictionary<string, long> counts = new(StringComparer.Ordinal);

    public IEnumerable<KeyValuePair<string, long>> Counts => counts;

    public void Count(string what, long times = 1) => counts[what] = counts.GetValueOrDefault(what) + times;

    public void Add(Coverage other)
    {
        foreach (var (what, times) in other.counts)
        {
            Count(what, times);
        }
    }
}
