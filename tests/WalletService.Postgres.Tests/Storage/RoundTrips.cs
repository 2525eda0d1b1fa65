using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace WalletService.Postgres.Tests.Storage;

/// <summary>Counts how often a store asks the database and awaits the answer, by operation, from when it is made.</summary>
internal sealed class RoundTrips : IDisposable
{
    private readonly ConcurrentDictionary<string, long> counts = new(StringComparer.Ordinal);
    private readonly MeterListener listener;

    private RoundTrips(IMeterFactory factory)
    {
        listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Scope == factory && instrument.Name == "wallet_sql_round_trips")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>(
            (_, value, tags, _) => counts.AddOrUpdate((string)tags[0].Value!, value, (_, sum) => sum + value));
        listener.Start();
    }

    /// <summary>Of all operations together.</summary>
    public long Total => counts.Values.Sum();

    public static RoundTrips Count(IServiceProvider services) => new(services.GetRequiredService<IMeterFactory>());

    public long Of(string operation) => counts.GetValueOrDefault(operation);

    /// <summary>Begins anew.</summary>
    public void Clear() => counts.Clear();

    public void Dispose() => listener.Dispose();
}
