using System.ComponentModel.DataAnnotations;

namespace WalletService.Domain.Keys;

/// <summary>Keys made ahead, so that a wallet is made without asking the vault. Section <c>KeyPool</c>.</summary>
public sealed class KeyPoolOptions
{
    /// <summary>How many keys are kept ready, by all instances together; 0 makes none ahead. Each is billed like any other. Default 0.</summary>
    [Range(0, 100_000)]
    public int Size { get; set; }

    /// <summary>The shortest time between two keys made ahead, by all instances together. Default 2 s: half of Google's quota of writes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan RefillInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>After what time a key that was begun and never came, since its instance has ended, is made by another. Default 2 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Patience { get; set; } = TimeSpan.FromMinutes(2);
}
