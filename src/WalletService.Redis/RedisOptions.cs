using System.ComponentModel.DataAnnotations;

namespace WalletService.Redis;

/// <summary>How the service reaches Redis, which only saves work: the service goes on without it. Section <c>Redis</c>.</summary>
public sealed class RedisOptions
{
    /// <summary>
    /// Host and port, e.g. <c>redis:6379</c>; of a primary and its replicas all of them, with commas between. Which one is the primary
    /// is asked of them every <see cref="RoleCheckSeconds"/>, so that a promoted replica is found without a restart.
    /// </summary>
    [Required]
    [RegularExpression(@"^[^\s,:/]+:[0-9]{1,5}(,[^\s,:/=]+:[0-9]{1,5}){0,7}$", ErrorMessage = "Endpoint must be host:port, or several with commas between.")]
    public string Endpoint { get; set; } = string.Empty;

    /// <summary>The password of the server's default user; empty for none.</summary>
    public string Password { get; set; } = string.Empty;

    /// <summary>Whether the connection is encrypted and the server's certificate checked.</summary>
    public bool UseTls { get; set; }

    /// <summary>
    /// A file with the certificates, in PEM, of the authority that vouches for Redis, in place of those that the machine trusts.
    /// </summary>
    public string? AuthorityFile { get; set; }

    /// <summary>What every key begins with, so that services can share a server.</summary>
    [StringLength(64)]
    public string KeyPrefix { get; set; } = "wallet:";

    /// <summary>How long opening the connection may take: 100 milliseconds to 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:30")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a call may take before the service does without: 10 milliseconds to 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:00:05")]
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long Redis is left alone after a call that failed: 100 milliseconds to 60 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often servers are asked for their role when there are several.</summary>
    internal const int RoleCheckSeconds = 2;

    /// <summary>The servers of <see cref="Endpoint"/>, one by one.</summary>
    internal IReadOnlyList<string> Endpoints => Endpoint.Split(',', StringSplitOptions.RemoveEmptyEntries);
}
