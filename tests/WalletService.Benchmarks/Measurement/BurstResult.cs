using WalletService.Benchmarks.Load;
using WalletService.Benchmarks.Workloads;

namespace WalletService.Benchmarks.Measurement;

/// <summary>All that was measured of requests that were made at one moment.</summary>
internal sealed class BurstResult(Burst burst)
{
    private readonly Dictionary<string, List<Sample>> samples = [];

    public Burst Burst { get; } = burst;

    /// <summary>Unexpected or missing replies.</summary>
    public long Errors { get; private set; }

    public string? FirstError { get; private set; }

    /// <summary>Calls that one transfer causes, to its very end.</summary>
    public CallRates? CallsPerRequest { get; set; }

    /// <param name="waitFor">The state that was waited for.</param>
    public double MedianOf(string waitFor, Func<Sample, double> value) =>
        samples.TryGetValue(waitFor, out var taken) ? Statistics.Median(taken.Select(value)) : double.NaN;

    public void Add(string waitFor, LoadWindow window, LoadOutcome outcome)
    {
        if (!samples.TryGetValue(waitFor, out var taken))
        {
            samples[waitFor] = taken = [];
        }

        taken.Add(Sample.Of(window, TimeSpan.Zero, residentMegabytes: 0));
        AddErrors(outcome);
    }

    public void AddErrors(LoadOutcome outcome)
    {
        Errors += outcome.Errors;
        FirstError ??= outcome.FirstError;
    }
}
