using Npgsql;

namespace WalletService.TestKit.Servers;

/// <summary>A PostgreSQL server whose role <c>wallet</c> may create databases.</summary>
public sealed class PostgresServer : LoopbackServer
{
    /// <summary>The role that the service runs as.</summary>
    public const string ServiceRole = "wallet_service";

    /// <summary>The role that checks the audit log.</summary>
    public const string AuditorRole = "wallet_auditor";

    private int _databases;

    private PostgresServer(ServerCertificate? certificate, params string[] options)
        : base("start-postgres", ProcessSignal.Interrupt, certificate, options)
    {
    }

    /// <summary>Starts a server of its own, fast, whose last commits a crash may lose.</summary>
    public static Task<PostgresServer> StartAsync() => StartAsync(isDurable: false);

    /// <summary>Starts a server of its own.</summary>
    /// <param name="isDurable">Every commit is on disk before it is answered, as in production; for tests that kill the server.</param>
    public static async Task<PostgresServer> StartAsync(bool isDurable)
    {
        var server = isDurable ? new PostgresServer(certificate: null) : new PostgresServer(certificate: null, "--no-fsync");
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts a server of its own that offers TLS.</summary>
    public static async Task<PostgresServer> StartAsync(ServerCertificate certificate)
    {
        var server = new PostgresServer(certificate, "--no-fsync");
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>The connection string to one of the server's databases.</summary>
    public string ConnectionStringTo(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = Host,
        Port = Port,
        Username = "wallet",
        Password = Password,
        Database = database,
    }.ConnectionString;

    /// <summary>The same database for another role.</summary>
    public static string As(string role, string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Username = role }.ConnectionString;

    /// <summary>Creates an empty database and returns the connection string to it.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var database = $"wallet_{Interlocked.Increment(ref _databases)}";
        await using var connection = new NpgsqlConnection(Unpooled());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {database}", connection);
        await command.ExecuteNonQueryAsync();
        return ConnectionStringTo(database);
    }

    /// <inheritdoc/>
    protected override async Task<bool> AnswersAsync()
    {
        if (!File.Exists(Path.Combine(Folder, "data", "PG_VERSION")))
        {
            return false;
        }

        try
        {
            await using var connection = new NpgsqlConnection(Unpooled());
            await connection.OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private string Unpooled() =>
        new NpgsqlConnectionStringBuilder(ConnectionStringTo("postgres")) { Pooling = false, Timeout = 5 }.ConnectionString;
}
