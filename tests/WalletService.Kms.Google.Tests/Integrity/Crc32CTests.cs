using System.Text;
using WalletService.Kms.Google.Integrity;

namespace WalletService.Kms.Google.Tests.Integrity;

public sealed class Crc32CTests
{
    /// <summary>The check value of the Castagnoli polynomial, and the empty input.</summary>
    [Theory]
    [InlineData("123456789", 0xE3069283)]
    [InlineData("", 0)]
    public void Matches_known_values(string text, uint expected) => Assert.Equal(expected, Crc32C.Compute(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void Agrees_with_the_emulators_own_implementation_at_every_length()
    {
        var data = new byte[100];
        new Random(1).NextBytes(data);

        for (var length = 0; length <= data.Length; length++)
        {
            Assert.Equal(KmsEmulator.Protocol.Crc32C.Compute(data.AsSpan(0, length)), Crc32C.Compute(data.AsSpan(0, length)));
        }
    }
}
