using WalletService.Domain.Values;

namespace WalletService.Domain.Tests.Values;

public sealed class CallerIdTests
{
    [Theory]
    [InlineData("shop")]
    [InlineData("Shop_2.payments-eu")]
    [InlineData("0")]
    public void Takes_names_of_ascii_letters_digits_dots_underscores_and_hyphens(string text) =>
        Assert.Equal(text, CallerId.Parse(text).Value);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" shop")]
    [InlineData("shop ")]
    [InlineData("shop\n")]
    [InlineData("a b")]
    [InlineData("shоp")] // a Cyrillic o
    [InlineData("ｓhop")] // a full-width s
    [InlineData("shop\u200b")]
    [InlineData("*")]
    [InlineData("shop/../bank")]
    public void Refuses_everything_else(string? text) => Assert.False(CallerId.TryParse(text, out _));

    [Fact]
    public void Refuses_a_name_of_65_characters()
    {
        Assert.True(CallerId.TryParse(new string('a', 64), out _));
        Assert.False(CallerId.TryParse(new string('a', 65), out _));
    }

    [Fact]
    public void Nobody_is_kept_as_an_empty_name_which_no_caller_has()
    {
        Assert.Same(CallerId.Unidentified, CallerId.Restore(CallerId.Unidentified.Value));
        Assert.Equal(CallerId.Parse("shop"), CallerId.Restore("shop"));
        Assert.False(CallerId.Unidentified.IsIdentified);
    }
}
