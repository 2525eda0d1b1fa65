using WalletService.Domain.Callers;

namespace WalletService.Domain.Tests.Callers;

public sealed class NamePatternTests
{
    [Theory]
    [InlineData("*", "", true)]
    [InlineData("*", "anything at all", true)]
    [InlineData("wallet.balance.*", "wallet.balance.get", true)]
    [InlineData("wallet.balance.*", "wallet.balance", false)]
    [InlineData("wallet.balance.*", "wallet.balances.get", false)]
    [InlineData("wallet.*.get", "wallet.balance.get", true)]
    [InlineData("wallet.*.get", "wallet.get", false)]
    [InlineData("*-test", "shop-test", true)]
    [InlineData("*-test", "shop-tests", false)]
    [InlineData("shop-1", "shop-1", true)]
    [InlineData("shop-1", "SHOP-1", false)]
    [InlineData("shop-1", "shop-10", false)]
    [InlineData("a*a", "a", false)]
    [InlineData("a*a", "aa", true)]
    [InlineData("a*b*c", "a-c-b-c", true)]
    [InlineData("a*b*c", "a-c", false)]
    [InlineData("*b*b*", "b", false)]
    [InlineData("**", "x", true)]
    [InlineData("shop.", "shopX", false)]
    public void A_star_stands_for_any_text_and_all_else_for_itself(string pattern, string name, bool matches) =>
        Assert.Equal(matches, new NamePattern(pattern).Matches(name));
}
