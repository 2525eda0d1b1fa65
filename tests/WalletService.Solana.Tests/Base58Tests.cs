using System.Numerics;
using FsCheck.Fluent;

namespace WalletService.Solana.Tests;

public sealed class Base58Tests
{
    private const string Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    [Theory]
    [InlineData("", "")]
    [InlineData("00", "1")]
    [InlineData("0000", "11")]
    [InlineData("39", "z")]
    [InlineData("3a", "21")]
    [InlineData("0100000000", "7YXq9H")]
    [InlineData("271f359f", "zzzzz")]
    [InlineData("271f35a0", "211111")]
    [InlineData("48656c6c6f20576f726c6421", "2NEpo7TZRRrLZSi2U")]
    [InlineData("0000287fb4cd", "11233QC4")]
    [InlineData("036400000000000000", "3WBgs5fm8oDy")]
    [InlineData("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Z")]
    [InlineData("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "Hyx62wPQGyvXCoihZq1BrbUjBRh2LuNxWiiqMkfAuSZr")]
    public void Encodes_and_decodes_known_values(string hex, string text)
    {
        Assert.Equal(text, Base58.Encode(Convert.FromHexString(hex)));
        Assert.Equal(hex, Convert.ToHexStringLower(Base58.Decode(text)));
    }

    [Fact]
    public void Agrees_with_long_division_and_comes_back() =>
        FsCheck.Check.One(
            FsCheck.Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(200),
            Prop.ForAll<byte[], byte>((bytes, zeros) =>
            {
                byte[] value = [.. new byte[zeros % 8], .. bytes];
                var text = Base58.Encode(value);
                return string.Equals(text, EncodeByLongDivision(value), StringComparison.Ordinal)
                    && Base58.Decode(text).AsSpan().SequenceEqual(value);
            }));

    [Fact]
    public void Encodes_a_whole_packet_and_nothing_longer()
    {
        var packet = Enumerable.Repeat((byte)0xff, Base58.MaxDecodedLength).ToArray();
        var text = Base58.Encode(packet);
        Assert.Equal(Base58.MaxEncodedLength, text.Length);
        Assert.Equal(packet, Base58.Decode(text));
        Assert.Equal(new string('1', Base58.MaxDecodedLength), Base58.Encode(new byte[Base58.MaxDecodedLength]));
        Assert.Throws<ArgumentException>(() => Base58.Encode(new byte[Base58.MaxDecodedLength + 1]));
        Assert.Throws<FormatException>(() => Base58.Decode(text + "1"));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("O")]
    [InlineData("I")]
    [InlineData("l")]
    [InlineData(" 1")]
    [InlineData("1\n")]
    [InlineData("abc+")]
    [InlineData("é")]
    [InlineData("１")]
    public void Refuses_characters_outside_the_alphabet(string text)
    {
        Assert.False(Base58.TryDecode(text, new byte[64], out var written));
        Assert.Equal(0, written);
        Assert.Throws<FormatException>(() => Base58.Decode(text));
    }

    [Fact]
    public void Refuses_a_value_that_does_not_fit_the_destination()
    {
        var text = Base58.Encode(Enumerable.Repeat((byte)0xff, 33).ToArray());
        Assert.False(Base58.TryDecode(text, new byte[32], out _));
        Assert.True(Base58.TryDecode(text, new byte[33], out var written));
        Assert.Equal(33, written);
        Assert.False(Base58.TryDecode(new string('1', 33), new byte[32], out _));
        Assert.False(Base58.TryDecode(new string('z', Base58.MaxEncodedLength), new byte[32], out _));
    }

    private static string EncodeByLongDivision(byte[] bytes)
    {
        var value = new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
        var text = string.Empty;
        while (value > 0)
        {
            text = Alphabet[(int)(value % 58)] + text;
            value /= 58;
        }

        return new string('1', bytes.TakeWhile(b => b == 0).Count()) + text;
    }
}
