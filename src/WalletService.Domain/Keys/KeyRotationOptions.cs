using System.ComponentModel.DataAnnotations;

namespace WalletService.Domain.Keys;

/// <summary>Rotation of wallets' keys, and what becomes of the retired addresses. Section <c>KeyRotation</c>.</summary>
public sealed class KeyRotationOptions
{
    /// <summary>How often each instance looks for retired addresses that are due, and for rotations that nobody goes on with. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "01:00:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// After what time a retired address is read again when nothing is known to have come in. A deposit that was booked makes it due at
    /// once. Default 6 hours.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromHours(6);

    /// <summary>
    /// After what time a rotation or a sweep that was begun and did not go on, since its instance has ended, is taken up by another; also
    /// the time between two tries for a frozen wallet. Default 1 minute.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Patience { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How many retired addresses an instance takes at once. Default 8.</summary>
    [Range(1, 256)]
    public int SweepsAtOnce { get; set; } = 8;

    /// <summary>
    /// Lamports that are kept free at a retired address for the fee of each token's sweep, and lent by the current address where there
    /// are too few. Not less than a transfer may cost (<c>Solana:MaximumFeeLamports</c>). Default 100,000.
    /// </summary>
    [Range(5_000, 100_000_000)]
    public long FeeAllowanceLamports { get; set; } = 100_000;

    /// <summary>How long an address has to be retired before its key may be destroyed. Default 30 days.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "3650.00:00:00")]
    public TimeSpan DestroyAfter { get; set; } = TimeSpan.FromDays(30);
}
