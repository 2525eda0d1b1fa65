namespace WalletService.Benchmarks.Tests;

public sealed class BenchmarkOptionsTests
{
    [Fact]
    public void Without_arguments_everything_is_measured()
    {
        var options = BenchmarkOptions.Parse([]);

        Assert.Equal((5, 3, 128), (options.Seconds, options.Rounds, options.Outstanding));
        Assert.All("abcdefgh", letter => Assert.True(options.Includes(letter)));
        Assert.Null(options.Document);
    }

    [Fact]
    public void Takes_every_option()
    {
        var options = BenchmarkOptions.Parse(
            ["--seconds", "7", "--rounds", "1", "--outstanding", "16", "--only", "a, c", "--write", "results.md"]);

        Assert.Equal((7, 1, 16), (options.Seconds, options.Rounds, options.Outstanding));
        Assert.Equal("ac", string.Concat("abcdefgh".Where(options.Includes)));
        Assert.Equal("results.md", options.Document);
    }

    [Theory]
    [InlineData("--seconds")]
    [InlineData("--seconds", "0")]
    [InlineData("--seconds", "-3")]
    [InlineData("--outstanding", "many")]
    [InlineData("--only", "j")]
    [InlineData("--only", "ab")]
    [InlineData("--only", ",")]
    [InlineData("--fast", "yes")]
    public void Refuses_what_it_does_not_understand(params string[] arguments) =>
        Assert.Throws<FormatException>(() => BenchmarkOptions.Parse(arguments));
}
