using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace WalletService.Kms.Google.Tests;

/// <summary>Keeps what the meters of one service provider measure.</summary>
internal sealed class Measurements : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly ConcurrentQueue<(string Name, double Value, string Tags)> values = new();

    public Measurements(IMeterFactory meters)
    {
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, meters))
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.Start();
    }

    /// <summary>Asks the gauges.</summary>
    public void Observe() => listener.RecordObservableInstruments();

    public double Sum(string name, string operation, string outcome) => Matching(name, operation, outcome).Sum(entry => entry.Value);

    public int Count(string name, string operation, string outcome) => Matching(name, operation, outcome).Count();

    public double Latest(string name) => values.Last(entry => entry.Name == name).Value;

    public void Dispose() => listener.Dispose();

    private IEnumerable<(string Name, double Value, string Tags)> Matching(string name, string operation, string outcome) =>
        values.Where(entry => entry.Name == name && entry.Tags == $"operation={operation},outcome={outcome}");

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        values.Enqueue((instrument.Name, value, string.Join(',', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))));
}
