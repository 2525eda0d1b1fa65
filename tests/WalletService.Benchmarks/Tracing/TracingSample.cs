using WalletService.Benchmarks.Measurement;

namespace WalletService.Benchmarks.Tracing;

/// <summary>One window of one workload in one mode.</summary>
/// <param name="Round">Windows of one round are compared with each other; from 0.</param>
/// <param name="Workload">The workload's name.</param>
/// <param name="SpanBytes">What the collector received meanwhile.</param>
internal sealed record TracingSample(int Round, TracingMode Mode, string Workload, Sample Sample, long SpanBytes);
