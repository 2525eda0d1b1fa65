using System.Diagnostics.Metrics;

namespace WalletService.Simulation.Instances;

/// <summary>Meters that end with their process: the runtime keeps every meter until it is disposed of.</summary>
internal sealed class InstanceMeters : IMeterFactory
{
    private readonly List<Meter> meters = [];

    public Meter Create(MeterOptions options)
    {
        var meter = new Meter(options);
        meters.Add(meter);
        return meter;
    }

    public void Dispose()
    {
        meters.ForEach(meter => meter.Dispose());
        meters.Clear();
    }
}
