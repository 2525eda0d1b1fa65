using System.ComponentModel.DataAnnotations;

namespace WalletService.Postgres;

/// <summary>How the service reaches its system of record. Section <c>Postgres</c>.</summary>
public sealed class PostgresOptions
{
    /// <summary>
    /// Npgsql connection string. What it says itself of pool size and time-outs counts; what it leaves out comes from the settings
    /// below.
    /// </summary>
    [Required]
    public string ConnectionString { get; set; } = string.Empty;

    /// <summary>
    /// The role that the service runs as, to which <c>migrate</c> gives the rights that it needs and no more. None: no rights are given.
    /// </summary>
    [RegularExpression("^[a-z_][a-z0-9_]{0,62}$")]
    public string? ServiceRole { get; set; }

    /// <summary>The role that checks the audit log, to which <c>migrate</c> gives the right to read it. None: no rights are given.</summary>
    [RegularExpression("^[a-z_][a-z0-9_]{0,62}$")]
    public string? AuditorRole { get; set; }

    /// <summary>Connections in the pool of this instance, 2 to 500; up to two more are held for the publication of events. All instances together must stay below the server's <c>max_connections</c>.</summary>
    [Range(2, 500)]
    public int MaximumConnections { get; set; } = 20;

    /// <summary>How long a connection may take to open, or to come free in the pool: 1 to 60 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a statement may take before it is given up: 1 to 60 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a row lock may be waited for: 100 milliseconds to 30 seconds, less than <see cref="CommandTimeout"/>.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:30")]
    public TimeSpan LockTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// How long the idempotency key of an ended request is kept: 1 day to 10 years, default 30 days. A request that comes again later
    /// is a new one; but a transfer's own key is kept as long as the transfer.
    /// </summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan RequestRetention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// Whether a database that was restored from a backup is refused until an operator has compared it with the chain: default true. Off
    /// only for tools that look into such a database.
    /// </summary>
    public bool RestoreGuard { get; set; } = true;

    /// <summary>
    /// Whether a standby that was promoted has every commit that was answered, so that it is no restored database: default false. Set it
    /// only where replication is synchronous.
    /// </summary>
    public bool TrustsPromotedStandby { get; set; }
}
