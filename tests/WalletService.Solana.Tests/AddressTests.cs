using FsCheck.Fluent;

namespace WalletService.Solana.Tests;

public sealed class AddressTests
{
    [Fact]
    public void Parses_what_it_prints() =>
        FsCheck.Check.One(
            FsCheck.Config.QuickThrowOnFailure,
            Prop.ForAll(
                Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf(Address.Length).ToArbitrary(),
                bytes => Address.Parse(Address.FromBytes(bytes).ToString()).Span.SequenceEqual(bytes)));

    [Theory]
    [InlineData("")]
    [InlineData("1111111111111111111111111111111")]
    [InlineData("111111111111111111111111111111111")]
    [InlineData("FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Zz")]
    [InlineData("FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9n")]
    [InlineData(" FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Z")]
    [InlineData("0Ven3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Z")]
    [InlineData("zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz")]
    public void Refuses_text_that_is_not_32_bytes_of_base58(string text)
    {
        Assert.False(Address.TryParse(text, out var address));
        Assert.Null(address);
        Assert.Throws<FormatException>(() => Address.Parse(text));
    }

    [Fact]
    public void Is_equal_by_its_bytes_and_only_to_an_address()
    {
        var same = Address.FromBytes(TestKeys.Address1.Span);
        Assert.Equal(TestKeys.Address1, same);
        Assert.True(TestKeys.Address1 == same);
        Assert.Equal(TestKeys.Address1.GetHashCode(), same.GetHashCode());
        Assert.True(TestKeys.Address1 != TestKeys.Address2);
        Assert.False(TestKeys.Address1.Equals((object)Blockhash.FromBytes(TestKeys.Address1.Span)));
        Assert.False(TestKeys.Address1 == null);
    }

    [Fact]
    public void Does_not_follow_later_changes_of_the_bytes_it_was_made_from()
    {
        var bytes = TestKeys.Address1.ToBytes();
        var address = Address.FromBytes(bytes);
        bytes[0] ^= 1;
        address.ToBytes()[1] ^= 1;
        Assert.Equal(TestKeys.Address1, address);
    }

    [Fact]
    public void Has_32_bytes_where_a_signature_has_64()
    {
        Assert.Throws<ArgumentException>(() => Address.FromBytes(new byte[31]));
        Assert.Throws<ArgumentException>(() => Blockhash.FromBytes(new byte[33]));
        Assert.Throws<ArgumentException>(() => Signature.FromBytes(new byte[32]));
        Assert.False(Signature.TryParse(TestKeys.Address1.ToString(), out _));
        Assert.True(Signature.Empty.IsEmpty);
        Assert.Equal(new string('1', 64), Signature.Empty.ToString());
        Assert.False(Signature.FromBytes(Ed25519.Sign(TestKeys.Seed1, [])).IsEmpty);
    }
}
