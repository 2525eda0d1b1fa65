using WalletService.Postgres.Connections;

namespace WalletService.Postgres.Batching;

/// <summary>Look-ups by id that are made at the same time, as one query.</summary>
internal sealed class GatheredQuery<TRow> : IAsyncDisposable
    where TRow : class
{
    private readonly string operation;
    private readonly string sql;
    private readonly Func<TRow, Guid> id;
    private readonly PostgresDatabase database;
    private readonly PostgresTelemetry telemetry;
    private readonly CallGatherer<LookUp> gatherer;

    /// <param name="sql">Takes <c>@ids</c>, and returns each row once.</param>
    public GatheredQuery(string operation, string sql, Func<TRow, Guid> id, PostgresDatabase database, PostgresTelemetry telemetry)
    {
        this.operation = operation;
        this.sql = sql;
        this.id = id;
        this.database = database;
        this.telemetry = telemetry;
        gatherer = new CallGatherer<LookUp>(RunAsync);
    }

    /// <summary>The row as it is committed at the time of the call or later.</summary>
    public Task<TRow?> FindAsync(Guid wanted, CancellationToken cancellationToken) => telemetry.MeasureAsync(
        operation,
        async () =>
        {
            var call = new LookUp(wanted);
            await gatherer.RunAsync(call, cancellationToken);
            return call.Found;
        });

    public ValueTask DisposeAsync() => gatherer.DisposeAsync();

    private async Task RunAsync(IReadOnlyList<LookUp> calls)
    {
        telemetry.Gathered(operation, calls.Count);
        var ids = calls.Select(call => call.Id).Distinct().ToArray();
        var rows = await database.RepeatableAsync(
            $"{operation}.query", async statements => await statements.QueryAsync<TRow>(sql, new { ids }), CancellationToken.None);
        var found = rows.ToDictionary(id);
        foreach (var call in calls)
        {
            call.Found = found.GetValueOrDefault(call.Id);
            call.Complete();
        }
    }

    private sealed class LookUp(Guid id) : GatheredCall
    {
        public Guid Id => id;

        public TRow? Found { get; set; }
    }
}
