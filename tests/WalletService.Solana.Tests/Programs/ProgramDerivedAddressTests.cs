using WalletService.Solana.Programs;

namespace WalletService.Solana.Tests.Programs;

public sealed class ProgramDerivedAddressTests
{
    private static readonly Address Program = Address.Parse("BPFLoaderUpgradeab1e11111111111111111111111");

    [Fact]
    public void Creates_the_addresses_that_the_rust_sdk_expects()
    {
        Assert.Equal("BwqrghZA2htAcqq8dzP1WDAhTXYTYWj7CHxF5j7TDBAe", Create("", "01"));
        Assert.Equal("13yWmRpaTR4r5nAktwLqMpRNr28tnVUZw26rTvPSSB19", Create("e29889", "00"));
        Assert.Equal("2fnQrngrQT4SeLcdToJAD96phoEjNL2man2kfRLCASVk", Create("54616c6b696e67", "537175697272656c73"));
        Assert.Equal(
            "976ymqVnfE32QFe6NfGDctSvVa36LWnvYxhU6G2232YL",
            Create(Convert.ToHexString(Address.Parse("SeedPubey1111111111111111111111111111111111").Span), "01"));
    }

    [Theory]
    [InlineData("B8UwBUUnKwCyKuGMbFKWaG7exYdDk2ozZrPg72NyVbfj", "7o36UsWR1JQLpZ9PE2gn9L4SQ69CNNiWAXd4Jt7rqz9Z", false, "DShWnroshVbeUp28oopA3Pu7oFPDBtC1DBmPECXXAQ9n", 253)]
    [InlineData("EzrmgRNGN9duiDAk3ABSC8eKhd1b2EUFwXVrYZDJw4hQ", "3RPRXBsdwyHhs2UnTWXoHp6Frwv4eWEbA55qCzbs9nxK", true, "571u96hRRmxbRCTmp5oqC5WpJfvZhPaSXEbihLVCR5wQ", null)]
    [InlineData("FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Z", "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v", false, "HU2S9ByyqbnCD2SVfvr9qoLtDTtyTnMZoMaw1xpr6cTb", 255)]
    [InlineData("586Z7H2vpX9qNhN2T4e9Utugie3ogjbxzGaMtM3E6HR5", "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v", false, "HKpJMFu3s2nEZ6WofQc3Xbb4RwGFb9AzTKdNwuZSvGGq", 254)]
    [InlineData("FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Z", "2b1kV6DkPAnxd5ixfnxCpjxmKwqjjaYmCZfHsFu24GXo", true, "3hZ5WQn9WnAzkb4pmeDkYqZDiR9z23QtTuCphajSZvuP", 252)]
    public void Finds_the_token_account_of_a_wallet(string owner, string mint, bool token2022, string expected, int? bump)
    {
        var program = token2022 ? TokenProgram.Token2022Id : TokenProgram.Id;
        var (address, foundBump) = ProgramDerivedAddress.Find(
            AssociatedTokenProgram.Id, Address.Parse(owner).Memory, program.Memory, Address.Parse(mint).Memory);
        Assert.Equal(expected, address.ToString());
        Assert.Equal(bump ?? foundBump, foundBump);
        Assert.Equal(address, AssociatedTokenProgram.FindAddress(Address.Parse(owner), program, Address.Parse(mint)));
        Assert.False(address.IsOnCurve);
    }

    [Fact]
    public void Refuses_too_many_seeds_and_too_long_ones()
    {
        Assert.Throws<ArgumentException>(() => ProgramDerivedAddress.Find(Program, new byte[33]));
        var sixteen = Enumerable.Repeat<ReadOnlyMemory<byte>>("seed"u8.ToArray(), 16).ToArray();
        Assert.Throws<ArgumentException>(() => ProgramDerivedAddress.Find(Program, sixteen));
        Assert.True(ProgramDerivedAddress.Find(Program, sixteen.AsSpan(1)).Address is not null);
    }

    private static string Create(string firstSeed, string secondSeed)
    {
        Assert.True(ProgramDerivedAddress.TryCreate(
            Program, out var address, Convert.FromHexString(firstSeed), Convert.FromHexString(secondSeed)));
        return address.ToString();
    }
}
