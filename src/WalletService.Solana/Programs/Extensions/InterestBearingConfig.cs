using System.Buffers.Binary;

namespace WalletService.Solana.Programs.Extensions;

/// <summary>
/// Interest that is only shown: compounded continuously since the mint was made, at an average rate up to the last change and at
/// the present one since. No tokens come of it.
/// </summary>
/// <param name="RateAuthority">Who may change the rate.</param>
/// <param name="InitializedAt">Unix time in seconds.</param>
/// <param name="AverageRate">Basis points a year up to the last change.</param>
/// <param name="LastUpdate">Unix time of the last change, in seconds.</param>
/// <param name="CurrentRate">Basis points a year since.</param>
public sealed record InterestBearingConfig(
    Address? RateAuthority, long InitializedAt, short AverageRate, long LastUpdate, short CurrentRate)
{
    private const double SecondsPerYear = 60.0 * 60.0 * 24.0 * 365.24;
    private const double BasisPoints = 10_000.0;
    private const int InitializedOffset = Address.Length;
    private const int AverageRateOffset = InitializedOffset + sizeof(long);
    private const int LastUpdateOffset = AverageRateOffset + sizeof(short);
    private const int CurrentRateOffset = LastUpdateOffset + sizeof(long);

    /// <summary>What stands for an amount of base units at a time, step by step as the program computes it; null where it fails.</summary>
    internal string? UiAmount(ulong amount, byte decimals, long unixTime)
    {
        if (Growth(AverageRate, InitializedAt, LastUpdate) is not { } before || Growth(CurrentRate, LastUpdate, unixTime) is not { } since)
        {
            return null;
        }

        return ProgramFloat.Format(
            ProgramFloat.FromUInt64(amount) * (before * since / ProgramFloat.PowerOfTen(decimals)), decimals);
    }

    internal static InterestBearingConfig Read(ReadOnlySpan<byte> data) => new(
        AccountData.ReadAddressOrZero(data, 0),
        BinaryPrimitives.ReadInt64LittleEndian(data[InitializedOffset..]),
        BinaryPrimitives.ReadInt16LittleEndian(data[AverageRateOffset..]),
        BinaryPrimitives.ReadInt64LittleEndian(data[LastUpdateOffset..]),
        BinaryPrimitives.ReadInt16LittleEndian(data[CurrentRateOffset..]));

    private static double? Growth(short rate, long from, long to)
    {
        var seconds = (Int128)to - from;
        return seconds < long.MinValue || seconds > long.MaxValue
            ? null
            : ProgramFloat.Exp((double)(rate * seconds) / SecondsPerYear / BasisPoints);
    }
}
