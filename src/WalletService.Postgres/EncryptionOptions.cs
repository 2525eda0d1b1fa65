using System.ComponentModel.DataAnnotations;

namespace WalletService.Postgres;

/// <summary>How the keys of encrypted names are kept. Section <c>Encryption</c>.</summary>
public sealed class EncryptionOptions
{
    /// <summary>How often a data key that was made elsewhere is looked for: 1 second to 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long is waited after the vault could not be asked: 100 milliseconds to 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(5);
}
