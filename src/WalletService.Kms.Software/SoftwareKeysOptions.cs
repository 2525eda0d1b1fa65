using System.ComponentModel.DataAnnotations;

namespace WalletService.Kms.Software;

/// <summary>Keys in this process, for development and tests; refused in Production.</summary>
public sealed class SoftwareKeysOptions
{
    /// <summary>Directory of the encrypted key files, one per wallet. Without it keys live in memory and end with the process.</summary>
    public string? Directory { get; set; }

    /// <summary>Passphrase that protects the files, at least 12 characters; either this or <see cref="KeyFile"/>.</summary>
    [MinLength(12)]
    public string? Passphrase { get; set; }

    /// <summary>File of exactly 32 random bytes that protects the files; either this or <see cref="Passphrase"/>.</summary>
    public string? KeyFile { get; set; }
}
