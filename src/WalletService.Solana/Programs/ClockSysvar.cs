using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace WalletService.Solana.Programs;

/// <summary>The cluster's own clock, which programs go by (account <see cref="WellKnownAddresses.ClockSysvar"/>).</summary>
/// <param name="Slot">The slot that it was set in.</param>
/// <param name="Epoch">The epoch of that slot.</param>
/// <param name="UnixTime">In seconds, as the validators' votes estimate it.</param>
public sealed record ClockSysvar(ulong Slot, ulong Epoch, long UnixTime)
{
    /// <summary>Slot, time of the epoch's start, epoch, epoch of the leaders' schedule, time: eight bytes each.</summary>
    private const int Length = 40;
    private const int EpochOffset = 16;
    private const int UnixTimeOffset = 32;

    public static bool TryParse(ReadOnlySpan<byte> data, [NotNullWhen(true)] out ClockSysvar? clock)
    {
        clock = data.Length < Length
            ? null
            : new ClockSysvar(
                BinaryPrimitives.ReadUInt64LittleEndian(data),
                BinaryPrimitives.ReadUInt64LittleEndian(data[EpochOffset..]),
                BinaryPrimitives.ReadInt64LittleEndian(data[UnixTimeOffset..]));
        return clock is not null;
    }
}
