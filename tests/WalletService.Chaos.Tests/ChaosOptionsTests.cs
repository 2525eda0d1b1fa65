namespace WalletService.Chaos.Tests;

public sealed class ChaosOptionsTests
{
    [Fact]
    public void Reads_every_option()
    {
        var options = ChaosOptions.Parse(
            ["--seed", "7", "--minutes", "1.5", "--instances", "2", "--wallets", "9", "--nodes", "4", "--keep"], TimeProvider.System);

        Assert.Equal(
            new ChaosOptions
            {
                Seed = 7,
                Duration = TimeSpan.FromSeconds(90),
                Instances = 2,
                Wallets = 9,
                Nodes = 4,
                KeepsEverything = true,
            },
            options);
    }

    [Theory]
    [InlineData("--seed")]
    [InlineData("--seed", "-1")]
    [InlineData("--minutes", "0")]
    [InlineData("--instances", "0")]
    [InlineData("--wallets", "1")]
    [InlineData("--unknown", "1")]
    public void Refuses_what_it_does_not_understand(params string[] arguments) =>
        Assert.Throws<FormatException>(() => ChaosOptions.Parse(arguments, TimeProvider.System));
}
