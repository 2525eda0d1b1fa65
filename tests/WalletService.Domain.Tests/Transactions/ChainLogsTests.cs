using WalletService.Domain.Transactions;

namespace WalletService.Domain.Tests.Transactions;

public sealed class ChainLogsTests
{
    [Fact]
    public void Short_logs_are_kept_line_by_line() =>
        Assert.Equal("Program A invoke [1]\nProgram A failed", ChainLogs.Join(["Program A invoke [1]", "Program A failed"]));

    [Fact]
    public void Of_long_logs_the_end_is_kept_where_the_failure_is()
    {
        var text = ChainLogs.Join([new string('x', 10_000), "Program A failed"])!;

        Assert.StartsWith("...x", text, StringComparison.Ordinal);
        Assert.EndsWith("\nProgram A failed", text, StringComparison.Ordinal);
        Assert.Equal(ChainLogs.MaximumLength + 3, text.Length);
    }

    [Fact]
    public void No_logs_are_nothing()
    {
        Assert.Null(ChainLogs.Join(null));
        Assert.Null(ChainLogs.Join([]));
    }
}
