using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace WalletService.Postgres.Connections;

/// <summary>Connections, with the time-outs that every one of them gets.</summary>
internal sealed class PostgresConnections : IAsyncDisposable
{
    public PostgresConnections(IOptions<PostgresOptions> options, ILoggerFactory logging)
    {
        var pooled = new NpgsqlConnectionStringBuilder(WithDefaults(options.Value));
        MaximumPoolSize = pooled.MaxPoolSize;
        Source = Build(pooled.ConnectionString, options.Value, logging);
        pooled.Pooling = false;
        Dedicated = Build(pooled.ConnectionString, options.Value, logging);
    }

    /// <summary>The most connections of <see cref="Source"/>.</summary>
    public int MaximumPoolSize { get; }

    /// <summary>The pool. Nothing may be left behind in a session that is given back to it.</summary>
    public NpgsqlDataSource Source { get; }

    /// <summary>Connections outside the pool, for what lives in a session: settings, locks, notifications. They end when closed.</summary>
    public NpgsqlDataSource Dedicated { get; }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await Dedicated.DisposeAsync();
    }

    internal static string WithDefaults(PostgresOptions options)
    {
        var given = new NpgsqlConnectionStringBuilder(options.ConnectionString);
        var connection = new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            ApplicationName = given.ApplicationName ?? "WalletService",
            Multiplexing = false,
            Enlist = false,
            MaxAutoPrepare = Given("Max Auto Prepare") ? given.MaxAutoPrepare : 100,
            MaxPoolSize = Given("Maximum Pool Size") ? given.MaxPoolSize : options.MaximumConnections,
            Timeout = Given("Timeout") ? given.Timeout : (int)Math.Ceiling(options.ConnectTimeout.TotalSeconds),
            CommandTimeout = Given("Command Timeout") ? given.CommandTimeout : (int)Math.Ceiling(options.CommandTimeout.TotalSeconds),
            CancellationTimeout = Given("Cancellation Timeout") ? given.CancellationTimeout : 1_000,
            KeepAlive = Given("Keepalive") ? given.KeepAlive : 15,
            TcpKeepAlive = true,

            // Cleaning a session that has nothing to be cleaned costs more than many a statement.
            NoResetOnClose = true,
        };

        // Every statement here is short: compiling it takes longer than running it, however dear the planner thinks it.
        // A commit that was answered must outlive a crash of the server, however the server is set up otherwise. And the server ends
        // what the client has given up: a connection that vanished must not hold a wallet's lock.
        connection.Options = string.Create(
            CultureInfo.InvariantCulture,
            $"-c jit=off -c synchronous_commit=on {given.Options} -c lock_timeout={Milliseconds(options.LockTimeout)} -c statement_timeout={Milliseconds(options.CommandTimeout)} "
            + $"-c idle_in_transaction_session_timeout={Milliseconds(2 * options.CommandTimeout)}").Trim();
        return connection.ConnectionString;

        bool Given(string keyword) => given.ContainsKey(keyword) && given.ShouldSerialize(keyword);
    }

    private static NpgsqlDataSource Build(string connectionString, PostgresOptions options, ILoggerFactory logging)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        builder.UseLoggerFactory(logging);
        builder.EnableParameterLogging(false);
        RestoreGuard.Watch(builder, options);
        return builder.Build();
    }

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;
}
