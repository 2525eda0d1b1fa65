using WalletService.Benchmarks.Workloads;

namespace WalletService.Benchmarks.Measurement;

/// <summary>All that was measured of one workload.</summary>
internal sealed class Result(Workload workload)
{
    private readonly List<Sample> samples = [];

    public Workload Workload { get; } = workload;

    public IReadOnlyList<Sample> Samples => samples;

    /// <summary>Unexpected or missing replies, warm-up and counting included.</summary>
    public long Errors { get; private set; }

    public string? FirstError { get; private set; }

    /// <summary>Calls that one request causes; null for the echoes, which make none.</summary>
    public CallRates? CallsPerRequest { get; set; }

    public double MedianOf(Func<Sample, double> value) => Statistics.Median(samples.Select(value));

    public void Add(Sample sample) => samples.Add(sample);

    public void AddErrors(long errors, string? firstError)
    {
        Errors += errors;
        FirstError ??= firstError;
    }
}
