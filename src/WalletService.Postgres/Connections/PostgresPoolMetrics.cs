using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;

namespace WalletService.Postgres.Connections;

/// <summary>Shows what Npgsql measures of its pool, under names of our own.</summary>
internal sealed class PostgresPoolMetrics : IHostedService, IDisposable
{
    private const string Connections = "db.client.connection.count";
    private const string Pending = "db.client.connection.npgsql.pending_requests";
    private const string State = "db.client.connection.state";
    private static readonly string[] States = ["idle", "used"];

    private readonly MeterListener listener = new();
    private readonly ConcurrentDictionary<string, int> counted = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private int pending;

    public PostgresPoolMetrics(IMeterFactory factory, PostgresConnections connections)
    {
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Name == "Npgsql" && instrument.Name is Connections or Pending)
            {
                listening.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Note(instrument, value, tags));

        var meter = factory.Create("WalletService");
        meter.CreateObservableGauge("wallet_postgres_connections", Count, description: "Connections of the pool, by state.");
        meter.CreateObservableGauge(
            "wallet_postgres_connections_max", () => connections.MaximumPoolSize, description: "The most connections that the pool may have.");
        meter.CreateObservableGauge(
            "wallet_postgres_connections_pending", () => Volatile.Read(ref pending), description: "Calls that wait for a connection.");
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        listener.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => listener.Dispose();

    private void Note(Instrument instrument, int value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (instrument.Name == Pending)
        {
            Interlocked.Add(ref pending, value);
            return;
        }

        foreach (var (key, state) in tags)
        {
            if (key == State && state is string name)
            {
                counted.AddOrUpdate(name, value, (_, sum) => sum + value);
            }
        }
    }

    private Measurement<int>[] Count()
    {
        lock (gate)
        {
            counted.Clear();
            listener.RecordObservableInstruments();
            return [.. States.Select(state => new Measurement<int>(
                counted.GetValueOrDefault(state), new KeyValuePair<string, object?>("state", state)))];
        }
    }
}
