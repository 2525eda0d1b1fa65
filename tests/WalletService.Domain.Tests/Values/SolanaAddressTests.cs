using FsCheck;
using FsCheck.Fluent;
using WalletService.Domain.Values;
using WalletService.Solana;

namespace WalletService.Domain.Tests.Values;

public sealed class SolanaAddressTests
{
    [Theory]
    [InlineData("11111111111111111111111111111111", "0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Z", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")]
    public void Reads_base58_of_32_bytes(string text, string hex)
    {
        Assert.True(SolanaAddress.TryParse(text, out var address));
        Assert.Equal(hex, Convert.ToHexStringLower(address.ToBytes()));
        Assert.Equal(text, address.Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("1111111111111111111111111111111")]
    [InlineData("111111111111111111111111111111111")]
    [InlineData("FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96z0")]
    [InlineData("0OIl")]
    [InlineData("FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Z ")]
    [InlineData("ZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZ")]
    public void Refuses_everything_else(string? text) => Assert.False(SolanaAddress.TryParse(text, out _));

    [Fact]
    public void Agrees_with_the_Solana_kit_on_every_address()
    {
        var bytes = ArbMap.Default.GeneratorFor<byte>().ArrayOf(SolanaAddress.Length).ToArbitrary();
        Prop.ForAll(bytes, value =>
        {
            var address = SolanaAddress.FromBytes(value);
            return address.Value == Base58.Encode(value)
                && SolanaAddress.Parse(address.Value).ToBytes().SequenceEqual(value)
                && SolanaAddress.Parse(address.Value) == address;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_signature_is_64_bytes_and_an_address_is_not_one()
    {
        var signature = TransactionSignature.FromBytes(Enumerable.Repeat((byte)7, 64).ToArray());
        Assert.True(TransactionSignature.TryParse(signature.Value, out var read));
        Assert.Equal(signature, read);
        Assert.False(TransactionSignature.TryParse("11111111111111111111111111111111", out _));
        Assert.Throws<ArgumentException>(() => TransactionSignature.FromBytes(new byte[63]));
    }
}
