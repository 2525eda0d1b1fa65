using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace WalletService.Postgres.Connections;

/// <summary>The pool of connections, with the time-outs that every connection gets.</summary>
internal sealed class PostgresConnections : IAsyncDisposable
{
    public PostgresConnections(IOptions<PostgresOptions> options, ILoggerFactory logging)
    {
        var builder = new NpgsqlDataSourceBuilder(WithDefaults(options.Value));
        builder.UseLoggerFactory(logging);
        builder.EnableParameterLogging(false);
        Source = builder.Build();
    }

    public NpgsqlDataSource Source { get; }

    public ValueTask DisposeAsync() => Source.DisposeAsync();

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
        };

        // A commit that was answered must outlive a crash of the server, however the server is set up otherwise. And the server ends
        // what the client has given up: a connection that vanished must not hold a wallet's lock.
        connection.Options = string.Create(
            CultureInfo.InvariantCulture,
            $"-c synchronous_commit=on {given.Options} -c lock_timeout={Milliseconds(options.LockTimeout)} -c statement_timeout={Milliseconds(options.CommandTimeout)} "
            + $"-c idle_in_transaction_session_timeout={Milliseconds(2 * options.CommandTimeout)}").Trim();
        return connection.ConnectionString;

        bool Given(string keyword) => given.ContainsKey(keyword) && given.ShouldSerialize(keyword);
    }

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;
}
