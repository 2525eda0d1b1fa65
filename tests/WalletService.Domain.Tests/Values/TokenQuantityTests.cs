using System.Globalization;
using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using WalletService.Domain.Values;

namespace WalletService.Domain.Tests.Values;

public sealed class TokenQuantityTests
{
    [Theory]
    [InlineData("12.5", 6, 12_500_000UL)]
    [InlineData("012.500", 1, 125UL)]
    [InlineData("0.000001", 6, 1UL)]
    [InlineData("7", 0, 7UL)]
    [InlineData("18446744073709551615", 0, ulong.MaxValue)]
    [InlineData("18.446744073709551615", 18, ulong.MaxValue)]
    [InlineData("0", 9, 0UL)]
    public void Is_an_exact_number_of_base_units(string text, byte decimals, ulong baseUnits)
    {
        Assert.True(TokenQuantity.Parse(text).TryToBaseUnits(decimals, out var units));
        Assert.Equal(baseUnits, units);
    }

    [Theory]
    [InlineData("0.0000001", 6)]
    [InlineData("1.5", 0)]
    [InlineData("18446744073709551616", 0)]
    [InlineData("18446744073710", 6)]
    [InlineData("1", 255)]
    public void Is_never_rounded(string text, byte decimals) => Assert.False(TokenQuantity.Parse(text).TryToBaseUnits(decimals, out _));

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1e3")]
    [InlineData("1,5")]
    [InlineData(" 1")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("1.2.3")]
    [InlineData("NaN")]
    [InlineData("٣")]
    [InlineData("00000000000000000000000000000000000000000000000000000000000000001")]
    public void Is_digits_and_a_point_and_nothing_else(string? text) => Assert.False(TokenQuantity.TryParse(text, out _));

    [Theory]
    [InlineData("012.500", "12.5")]
    [InlineData("0.0", "0")]
    [InlineData("100", "100")]
    public void Has_one_form_for_one_number(string text, string canonical)
    {
        Assert.Equal(canonical, TokenQuantity.Parse(text).ToString());
        Assert.Equal(TokenQuantity.Parse(canonical), TokenQuantity.Parse(text));
    }

    [Fact]
    public void Base_units_come_back_from_the_number_that_they_are() => Prop.ForAll(
        ArbMap.Default.ArbFor<ulong>(),
        ArbMap.Default.ArbFor<byte>(),
        (units, anyDecimals) =>
        {
            var decimals = (byte)(anyDecimals % 40);
            var quantity = TokenQuantity.FromBaseUnits(units, decimals);
            var scaled = BigInteger.Parse(quantity.ToString().Replace(".", string.Empty, StringComparison.Ordinal), CultureInfo.InvariantCulture)
                * BigInteger.Pow(10, decimals - quantity.FractionDigits);
            return quantity.TryToBaseUnits(decimals, out var back) && back == units && scaled == units;
        }).QuickCheckThrowOnFailure();
}
