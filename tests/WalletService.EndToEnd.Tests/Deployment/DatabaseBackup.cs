using Npgsql;
using WalletService.TestKit.Servers;

namespace WalletService.EndToEnd.Tests.Deployment;

/// <summary>A backup by <c>pg_dump</c>, as docs/operations/backup.md has it.</summary>
internal sealed class DatabaseBackup : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);
    private readonly TemporaryFolder folder = new("backup");

    private DatabaseBackup(DateTimeOffset madeAt) => MadeAt = madeAt;

    public DateTimeOffset MadeAt { get; }

    private string File => folder.PathOf("wallet.sql");

    /// <param name="connectionString">Of the owner.</param>
    public static async Task<DatabaseBackup> MakeAsync(string connectionString)
    {
        var backup = new DatabaseBackup(TimeProvider.System.GetUtcNow());
        await RunAsync("pg_dump", connectionString, "--no-owner", "--file", backup.File);
        return backup;
    }

    /// <summary>Restores it into an empty database.</summary>
    public Task RestoreAsync(string connectionString) =>
        RunAsync("psql", connectionString, "--quiet", "--no-psqlrc", "--set", "ON_ERROR_STOP=1", "--file", File);

    public void Dispose() => folder.Dispose();

    private static async Task RunAsync(string program, string connectionString, params string[] arguments)
    {
        var database = new NpgsqlConnectionStringBuilder(connectionString);
        await using var run = ChildProcess.Start(program, arguments, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PGHOST"] = database.Host!,
            ["PGPORT"] = $"{database.Port}",
            ["PGUSER"] = database.Username!,
            ["PGPASSWORD"] = database.Password!,
            ["PGDATABASE"] = database.Database!,
        });
        var exitCode = await run.ExitAsync(Deadline);
        Assert.True(exitCode == 0, run.Output);
    }
}
