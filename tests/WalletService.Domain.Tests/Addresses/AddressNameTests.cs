using WalletService.Domain.Addresses;

namespace WalletService.Domain.Tests.Addresses;

public sealed class AddressNameTests
{
    [Theory]
    [InlineData("bob")]
    [InlineData("a.b_c-9")]
    public void Takes_plain_names(string text) => Assert.Equal(text, AddressName.Parse(text).Value);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bob")]
    [InlineData("b ob")]
    [InlineData("@bob")]
    [InlineData("b\u043Eb")]
    [InlineData("bo\u200Bb")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123x")]
    public void Refuses_what_could_be_taken_for_another_name(string? text) => Assert.False(AddressName.TryParse(text, out _));
}
