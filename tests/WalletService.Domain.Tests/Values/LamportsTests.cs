using FsCheck;
using FsCheck.Fluent;
using WalletService.Domain.Values;

namespace WalletService.Domain.Tests.Values;

public sealed class LamportsTests
{
    [Theory]
    [InlineData("0", 0UL)]
    [InlineData("1", 1_000_000_000UL)]
    [InlineData("0.25", 250_000_000UL)]
    [InlineData("0.000000001", 1UL)]
    [InlineData("007.5", 7_500_000_000UL)]
    [InlineData("18446744073.709551615", ulong.MaxValue)]
    public void Reads_an_exact_amount_of_SOL(string text, ulong expected)
    {
        Assert.True(Lamports.TryParseSol(text, out var lamports));
        Assert.Equal(expected, lamports.Value);
    }

    [Theory]
    [InlineData("0.0000000001")]
    [InlineData("1e-3")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("1,5")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("18446744073.709551616")]
    [InlineData("99999999999999999999999999999999999")]
    [InlineData("١")]
    [InlineData("0x10")]
    [InlineData("NaN")]
    public void Refuses_what_is_no_exact_amount(string? text)
    {
        Assert.False(Lamports.TryParseSol(text, out var lamports));
        Assert.Equal(Lamports.Zero, lamports);
    }

    [Fact]
    public void What_it_writes_as_SOL_it_reads_back() =>
        Prop.ForAll<ulong>(value => Lamports.TryParseSol(new Lamports(value).ToSol(), out var read) && read.Value == value)
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Never_wraps()
    {
        Assert.Throws<OverflowException>(() => new Lamports(ulong.MaxValue) + new Lamports(1));
        Assert.Throws<OverflowException>(() => new Lamports(1) - new Lamports(2));
        Assert.Equal(Lamports.Zero, new Lamports(1).SubtractOrZero(new Lamports(2)));
    }
}
