using WalletService.Contracts.Balances;

namespace WalletService.Cli.Tests;

public sealed class DepositCommandTests
{
    private readonly CommandLine line = new();

    [Fact]
    public async Task Deposits_are_filtered_and_shown_with_the_cursor()
    {
        Assert.Equal(0, await line.RunAsync(
            "deposits", "-u", "ann", "-w", "w", "--mint", "m", "--status", "received", "--limit", "1", "--cursor", "c"));
        Assert.Equal(
            new ListDeposits { UserId = "ann", WalletId = "w", Mint = "m", Status = "received", Limit = 1, Cursor = "c" },
            Assert.Single(line.Client.Requests));
        Assert.Contains("1500000000", line.Output, StringComparison.Ordinal);
        Assert.Contains("more: --cursor next-page", line.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("deposits")]
    [InlineData("deposits", "-u", "ann", "--status", "lost")]
    [InlineData("deposits", "-u", "ann", "--limit", "many")]
    public async Task A_wrong_command_line_asks_nothing(params string[] arguments)
    {
        Assert.Equal(2, await line.RunAsync(arguments));
        Assert.Empty(line.Client.Requests);
    }
}
