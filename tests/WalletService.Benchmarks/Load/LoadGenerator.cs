using RabbitMQ.Client;
using WalletService.Benchmarks.Echo;
using WalletService.Benchmarks.Workloads;

namespace WalletService.Benchmarks.Load;

/// <summary>Callers of a service, all on one connection: plain AMQP with JSON bodies and direct reply-to.</summary>
internal sealed class LoadGenerator : IAsyncDisposable
{
    private readonly IConnection connection;
    private readonly int outstanding;

    private LoadGenerator(IConnection connection, int outstanding)
    {
        this.connection = connection;
        this.outstanding = outstanding;
    }

    /// <summary>What the broker says of itself, such as <c>3.10.8</c>.</summary>
    public string BrokerVersion =>
        connection.ServerProperties?.TryGetValue("version", out var version) == true && version is byte[] text
            ? System.Text.Encoding.UTF8.GetString(text)
            : "unknown";

    /// <param name="outstanding">Requests under way at any time.</param>
    public static async Task<LoadGenerator> ConnectAsync(BrokerAccess broker, int outstanding) =>
        new(await broker.ConnectAsync(), outstanding);

    /// <summary>Begins to send requests: each reply makes the next one go out, until <paramref name="limit"/> were sent or the run is stopped.</summary>
    public async Task<LoadRun> StartAsync(Workload workload, long limit = long.MaxValue)
    {
        // A channel of its own per run: replies that come late belong to the old channel and are dropped by the broker.
        var channel = await connection.CreateChannelAsync();
        var run = new LoadRun(channel, workload, (int)Math.Min(outstanding, limit), limit);
        await run.BeginAsync();
        return run;
    }

    /// <summary>Sends a number of requests at one moment and waits for all replies.</summary>
    public async Task<(LoadWindow Window, LoadOutcome Outcome)> BurstAsync(Workload workload, int count)
    {
        var channel = await connection.CreateChannelAsync();
        await using var run = new LoadRun(channel, workload, count, count);
        run.OpenWindow();
        await run.BeginAsync();
        var outcome = await run.CompleteAsync();
        return (run.CloseWindow(), outcome);
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
