using System.Text.Json.Nodes;
using WalletService.Client;
using WalletService.Contracts;

namespace WalletService.Cli.Tests;

/// <summary>The exit codes that scripts rely on.</summary>
public sealed class ExitCodeTests
{
    private static readonly string[] Transfer = ["transfer", "r", "1", "-u", "ann", "-w", "w", "--request-id", "id-7"];
    private static readonly string[] Balance = ["balance", "-u", "ann", "-w", "w"];

    private readonly CommandLine line = new();

    [Theory]
    [InlineData("WALLET_NOT_FOUND", false, 1)]
    [InlineData("INSUFFICIENT_FUNDS", false, 1)]
    [InlineData("TRANSACTION_EXPIRED", true, 1)]
    [InlineData("RATE_LIMITED", true, 3)]
    [InlineData("DEPENDENCY_UNAVAILABLE", true, 4)]
    [InlineData("INTERNAL", true, 4)]
    public async Task A_refused_transfer_ends_by_what_the_code_means(string code, bool retryable, int exitCode)
    {
        line.Client.Failure = Refusal(code, retryable);
        Assert.Equal(exitCode, await line.RunAsync(Transfer));
        Assert.Contains(code, line.Messages, StringComparison.Ordinal);
        Assert.Contains("availableLamports: 5", line.Messages, StringComparison.Ordinal);
        Assert.Contains("id-7", line.Messages, StringComparison.Ordinal);
        Assert.Empty(line.Output);
    }

    [Theory]
    [InlineData("WALLET_NOT_FOUND", 1)]
    [InlineData("DEPENDENCY_UNAVAILABLE", 3)]
    public async Task A_refused_reading_leaves_nothing_unknown(string code, int exitCode)
    {
        line.Client.Failure = Refusal(code, retryable: false);
        Assert.Equal(exitCode, await line.RunAsync(Balance));
    }

    [Fact]
    public async Task No_answer_is_unknown_for_a_transfer_and_unavailable_for_a_reading()
    {
        line.Client.Failure = new TimeoutException("no answer; ask again with the same requestId, id-7");
        Assert.Equal(4, await line.RunAsync(Transfer));
        Assert.Contains("id-7", line.Messages, StringComparison.Ordinal);
        Assert.Equal(3, await line.RunAsync(Balance));
    }

    [Fact]
    public async Task A_broker_that_is_away_means_that_nothing_was_done()
    {
        line.ConnectionFailure = new WalletConnectionException("The broker at x did not accept the connection.");
        Assert.Equal(3, await line.RunAsync(Transfer));
    }

    [Fact]
    public async Task A_transfer_that_is_not_far_enough_yet_is_no_success()
    {
        line.Client.Statuses.Clear();
        line.Client.Statuses.Enqueue("submitted");
        Assert.Equal(4, await line.RunAsync([.. Transfer, "--wait-for", "confirmed"]));
        Assert.Contains("--request-id id-7", line.Messages, StringComparison.Ordinal);
        Assert.Equal(0, await line.RunAsync([.. Transfer, "--wait-for", "submitted"]));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("create")]
    [InlineData("list")]
    [InlineData("get", "-u", "ann")]
    [InlineData("transfer", "r", "-u", "ann", "-w", "w")]
    [InlineData("transfer", "r", "1", "-u", "ann", "-w", "w", "--wait-for", "never")]
    [InlineData("transfer", "r", "1", "-u", "ann", "-w", "w", "--wait-ms", "soon")]
    [InlineData("balance", "-u", "ann", "-w", "w", "--colour")]
    public async Task A_wrong_command_line_asks_nothing(params string[] arguments)
    {
        Assert.Equal(2, await line.RunAsync(arguments));
        Assert.Empty(line.Client.Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData("http://broker")]
    public async Task A_missing_or_wrong_broker_address_is_a_wrong_command_line(string uri)
    {
        line.Environment["WALLETCTL_BROKER_URI"] = uri;
        Assert.Equal(2, await line.RunAsync(Balance));
        Assert.Contains("WALLETCTL_BROKER_URI", line.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_json_the_error_is_json_as_well()
    {
        line.Client.Failure = Refusal("INSUFFICIENT_FUNDS", retryable: false);
        Assert.Equal(1, await line.RunAsync([.. Transfer, "--json"]));
        var json = JsonNode.Parse(line.Output)!;
        Assert.Equal("INSUFFICIENT_FUNDS", json["error"]!["code"]!.GetValue<string>());
        Assert.Equal("id-7", json["requestId"]!.GetValue<string>());
    }

    private static WalletRequestException Refusal(string code, bool retryable) => new(
        new ErrorDetails
        {
            Code = code,
            Message = "Because [of] this.",
            Retryable = retryable,
            Details = new Dictionary<string, string>(StringComparer.Ordinal) { ["availableLamports"] = "5" },
        },
        "id-7");
}
