using System.Buffers.Binary;

namespace WalletService.Solana.Programs.Extensions;

/// <summary>A factor by which amounts are shown, for splits and dividends of shares; the tokens stay as they are.</summary>
/// <param name="Authority">Who may change the factor.</param>
/// <param name="Multiplier">In force before <paramref name="NewMultiplierAt"/>.</param>
/// <param name="NewMultiplierAt">Unix time in seconds.</param>
/// <param name="NewMultiplier">In force from then on.</param>
public sealed record ScaledUiAmountConfig(Address? Authority, double Multiplier, long NewMultiplierAt, double NewMultiplier)
{
    private const int MultiplierOffset = Address.Length;
    private const int NewMultiplierAtOffset = MultiplierOffset + sizeof(double);
    private const int NewMultiplierOffset = NewMultiplierAtOffset + sizeof(long);

    /// <summary>The factor at a time.</summary>
    public double MultiplierAt(long unixTime) => unixTime >= NewMultiplierAt ? NewMultiplier : Multiplier;

    /// <summary>
    /// What stands for an amount of base units at a time, step by step as the program computes it: cut off to whole units after the
    /// multiplication. (Its source rounds instead since July 2026, which no network runs yet; cutting off never shows too much.)
    /// </summary>
    internal string UiAmount(ulong amount, byte decimals, long unixTime) => ProgramFloat.Format(
        Math.Truncate(ProgramFloat.FromUInt64(amount) * MultiplierAt(unixTime)) / ProgramFloat.PowerOfTen(decimals), decimals);

    internal static ScaledUiAmountConfig Read(ReadOnlySpan<byte> data) => new(
        AccountData.ReadAddressOrZero(data, 0),
        BinaryPrimitives.ReadDoubleLittleEndian(data[MultiplierOffset..]),
        BinaryPrimitives.ReadInt64LittleEndian(data[NewMultiplierAtOffset..]),
        BinaryPrimitives.ReadDoubleLittleEndian(data[NewMultiplierOffset..]));
}
