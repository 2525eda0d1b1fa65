namespace WalletService.Benchmarks.Load;

/// <summary>What was recorded in a window.</summary>
/// <param name="Length">How long it was open.</param>
/// <param name="Latencies">Milliseconds from request to reply, one per reply that came while it was open, in order of arrival.</param>
internal sealed record LoadWindow(TimeSpan Length, IReadOnlyList<double> Latencies)
{
    public double RequestsPerSecond => Latencies.Count / Length.TotalSeconds;
}
