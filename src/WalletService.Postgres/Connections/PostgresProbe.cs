using WalletService.Domain.Ports;

namespace WalletService.Postgres.Connections;

internal sealed class PostgresProbe(PostgresConnections connections, TimeProvider time) : IDependencyProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public string Name => "postgres";

    public bool Essential => true;

    public async Task<DependencyState> ProbeAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        try
        {
            await using var command = connections.Source.CreateCommand("SELECT 1");
            await command.ExecuteScalarAsync(cancellationToken).WaitAsync(Patience, time, cancellationToken);
            return new DependencyState(Healthy: true, $"Answered in {time.GetElapsedTime(started).TotalMilliseconds:0.0} ms.");
        }
        catch (TimeoutException)
        {
            return new DependencyState(Healthy: false, $"No answer within {Patience.TotalSeconds:0} s.");
        }
        catch (Exception exception) when (PostgresFailures.IsUnavailable(exception))
        {
            return new DependencyState(Healthy: false, "The server can't be reached.");
        }
    }
}
