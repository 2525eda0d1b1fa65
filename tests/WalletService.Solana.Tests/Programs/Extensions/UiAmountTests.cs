using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using WalletService.Solana.Programs;
using WalletService.Solana.Programs.Extensions;

namespace WalletService.Solana.Tests.Programs.Extensions;

public sealed class UiAmountTests
{
    private const long Year = 31_556_736;

    [Theory]
    [InlineData(0, 6, "0")]
    [InlineData(1_500_000, 6, "1.5")]
    [InlineData(1, 9, "0.000000001")]
    [InlineData(100, 0, "100")]
    [InlineData(ulong.MaxValue, 2, "184467440737095516.15")]
    public void Shows_a_plain_amount_exactly(ulong amount, byte decimals, string text)
    {
        Assert.True(Mint.TryParse(TokenLayouts.Mint(1, decimals), out var mint));
        Assert.Equal(new UiAmount(text, UiAmountKind.Plain), UiAmount.Of(mint, amount, 0));
    }

    /// <summary>From the program's own tests (interest_bearing_mint, <c>specific_amount_to_ui_amount</c>).</summary>
    [Theory]
    [InlineData(0, 1_000_000_000_000_000_000, "1")]
    [InlineData(500, 1_000_000_000_000_000_000, "1.051271096376024117")]
    [InlineData(-500, 1_000_000_000_000_000_000, "0.951229424500713905")]
    [InlineData(500, 1, "0.000000000000000001")]
    public void Shows_interest_as_the_program_does(short rate, ulong amount, string text) =>
        Assert.Equal(text, new InterestBearingConfig(null, 0, 0, 0, rate).UiAmount(amount, 18, Year));

    [Fact]
    public void Shows_a_multiple_before_and_after_its_change()
    {
        byte[] value = [.. new byte[32], .. Bits(2.5), .. Int64(1_000), .. Bits(0.1)];
        Assert.True(Mint.TryParse(TokenLayouts.Extend(TokenLayouts.Mint(1, 2), kind: 1, (25, value)), out var mint));
        Assert.Equal(new UiAmount("2.5", UiAmountKind.Scaled), UiAmount.Of(mint, 100, 999));
        Assert.Equal(new UiAmount("0.1", UiAmountKind.Scaled), UiAmount.Of(mint, 100, 1_000));
    }

    [Fact]
    public void Cuts_a_multiple_off_to_whole_units() =>
        Assert.Equal("0.99", new ScaledUiAmountConfig(null, 0.99, 1, 0).UiAmount(101, 2, 0));

    [Fact]
    public void Marks_interest()
    {
        byte[] value = [.. new byte[32], .. Int64(0), 0, 0, .. Int64(0), 244, 1];
        Assert.True(Mint.TryParse(TokenLayouts.Extend(TokenLayouts.Mint(1, 2), kind: 1, (10, value)), out var mint));
        Assert.Equal(new UiAmount("105.13", UiAmountKind.WithInterest), UiAmount.Of(mint, 10_000, Year));
    }

    [Theory]
    [InlineData(0.5, 0, "0")]
    [InlineData(1.5, 0, "2")]
    [InlineData(2.5, 0, "2")]
    [InlineData(0.25, 1, "0.2")]
    [InlineData(0.35, 1, "0.3")]
    [InlineData(1e23, 0, "99999999999999991611392")]
    [InlineData(5e-324, 3, "0")]
    [InlineData(double.PositiveInfinity, 3, "inf")]
    [InlineData(double.NaN, 3, "NaN")]
    public void Rounds_the_exact_value_of_a_number_once(double value, byte decimals, string text) =>
        Assert.Equal(text, ProgramFloat.Format(value, decimals));

    [Fact]
    public void Powers_of_e_are_right_to_the_last_but_one_bit()
    {
        var random = new Random(7);
        for (var i = 0; i < 10_000; i++)
        {
            var x = (random.NextDouble() - 0.5) * (i % 2 == 0 ? 2 : 1_400);
            var (ours, machine) = (ProgramFloat.Exp(x), Math.Exp(x));
            Assert.True(
                Math.Abs(ours - machine) <= 2 * (Math.BitIncrement(machine) - machine),
                x.ToString("R", CultureInfo.InvariantCulture));
        }

        Assert.Equal(0, ProgramFloat.Exp(-746));
        Assert.Equal(double.PositiveInfinity, ProgramFloat.Exp(710));
        Assert.Equal(1, ProgramFloat.Exp(0));
        Assert.Equal(double.NaN, ProgramFloat.Exp(double.NaN));
    }

    [Fact]
    public void Whole_numbers_become_floating_point_with_one_rounding()
    {
        var random = new Random(8);
        for (var i = 0; i < 10_000; i++)
        {
            var value = (ulong)random.NextInt64(long.MinValue, long.MaxValue) | (1UL << 63);
            var ours = new BigInteger(ProgramFloat.FromUInt64(value));
            var spacing = new BigInteger(2048);
            Assert.True(BigInteger.Abs(ours - value) * 2 <= spacing);
        }

        Assert.Equal(9_223_372_036_854_777_856.0, ProgramFloat.FromUInt64(0x8000_0000_0000_0401));
        Assert.Equal(9_223_372_036_854_775_808.0, ProgramFloat.FromUInt64(0x8000_0000_0000_0400));
    }

    [Fact]
    public void Powers_of_ten_are_exact_as_far_as_they_can_be()
    {
        for (byte power = 0; power <= 22; power++)
        {
            Assert.Equal(BigInteger.Pow(10, power), new BigInteger(ProgramFloat.PowerOfTen(power)));
        }

        Assert.Equal(1e255, ProgramFloat.PowerOfTen(255), 1e242);
    }

    private static byte[] Bits(double value) => Int64(BitConverter.DoubleToInt64Bits(value));

    private static byte[] Int64(long value)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes;
    }
}
