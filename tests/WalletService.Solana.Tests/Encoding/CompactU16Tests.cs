using FsCheck.Fluent;
using WalletService.Solana.Encoding;

namespace WalletService.Solana.Tests.Encoding;

public sealed class CompactU16Tests
{
    [Theory]
    [InlineData(0, "00")]
    [InlineData(0x7f, "7f")]
    [InlineData(0x80, "8001")]
    [InlineData(0xff, "ff01")]
    [InlineData(0x100, "8002")]
    [InlineData(0x3fff, "ff7f")]
    [InlineData(0x4000, "808001")]
    [InlineData(0x7fff, "ffff01")]
    [InlineData(0xffff, "ffff03")]
    public void Writes_and_reads_known_values(int value, string hex)
    {
        var buffer = new byte[CompactU16.MaxLength];
        var length = CompactU16.Write((ushort)value, buffer);
        Assert.Equal(hex, Convert.ToHexStringLower(buffer.AsSpan(0, length)));
        Assert.True(CompactU16.TryRead(Convert.FromHexString(hex + "ff"), out var read, out var readLength));
        Assert.Equal(value, read);
        Assert.Equal(length, readLength);
    }

    [Theory]
    [InlineData("")]
    [InlineData("80")]
    [InlineData("8080")]
    [InlineData("8000")]
    [InlineData("808000")]
    [InlineData("ff00")]
    [InlineData("ff8000")]
    [InlineData("8100")]
    [InlineData("808100")]
    [InlineData("80808000")]
    [InlineData("ff808000")]
    [InlineData("808004")]
    [InlineData("808006")]
    [InlineData("80808001")]
    [InlineData("ffffff")]
    public void Refuses_what_is_cut_off_or_not_the_shortest_form(string hex) =>
        Assert.False(CompactU16.TryRead(Convert.FromHexString(hex), out _, out _));

    [Fact]
    public void Reads_back_every_value()
    {
        var buffer = new byte[CompactU16.MaxLength];
        for (var value = 0; value <= ushort.MaxValue; value++)
        {
            var length = CompactU16.Write((ushort)value, buffer);
            Assert.True(CompactU16.TryRead(buffer.AsSpan(0, length), out var read, out _));
            Assert.Equal(value, read);
        }
    }

    [Fact]
    public void Accepts_only_what_it_would_write() =>
        FsCheck.Check.One(
            FsCheck.Config.QuickThrowOnFailure.WithMaxTest(2000),
            Prop.ForAll<byte[]>(bytes =>
            {
                if (!CompactU16.TryRead(bytes, out var value, out var length))
                {
                    return true;
                }

                var buffer = new byte[CompactU16.MaxLength];
                return CompactU16.Write(value, buffer) == length && bytes.AsSpan(0, length).SequenceEqual(buffer.AsSpan(0, length));
            }));
}
