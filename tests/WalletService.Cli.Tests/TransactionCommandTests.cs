using System.Text.Json.Nodes;
using WalletService.Contracts.Transactions;

namespace WalletService.Cli.Tests;

/// <summary>What the commands of <c>transaction</c> ask the service for, and what they print.</summary>
public sealed class TransactionCommandTests
{
    private readonly CommandLine line = new();

    [Fact]
    public async Task Get_takes_the_id_or_the_request_and_shows_every_attempt()
    {
        Assert.Equal(0, await line.RunAsync("transaction", "get", "t-1", "-u", "ann"));
        Assert.Contains("attempt 1", line.Output, StringComparison.Ordinal);
        Assert.Contains("landed 5sig", line.Output, StringComparison.Ordinal);
        Assert.Contains("rent [old]", line.Output, StringComparison.Ordinal);
        Assert.Equal(0, await line.RunAsync("transaction", "get", "--request-id", "order-7", "-u", "ann", "--json"));
        Assert.Equal("order-7", JsonNode.Parse(line.Output)!["requestId"]!.GetValue<string>());
        Assert.Equal(
            [new GetTransaction { UserId = "ann", TransactionId = "t-1" }, new GetTransaction { UserId = "ann", RequestId = "order-7" }],
            line.Client.Requests);
    }

    [Theory]
    [InlineData("transaction", "get", "-u", "ann")]
    [InlineData("transaction", "get", "t-1", "--request-id", "r", "-u", "ann")]
    [InlineData("transaction", "cancel", "-u", "ann")]
    [InlineData("transaction", "send", "AQID", "-u", "ann")]
    [InlineData("transaction", "list", "-u", "ann", "--limit", "many")]
    [InlineData("receipt", "get", "t-1", "-u", "ann")]
    [InlineData("receipt", "verify")]
    public async Task A_wrong_command_line_asks_nothing(params string[] arguments)
    {
        Assert.Equal(2, await line.RunAsync(arguments));
        Assert.Empty(line.Client.Requests);
    }

    [Fact]
    public async Task List_filters_and_tells_the_cursor()
    {
        Assert.Equal(0, await line.RunAsync(
            "transaction", "list", "-u", "ann", "-w", "w", "--status", "failed", "--status", "expired", "--from", "f", "--before", "b",
            "--limit", "1", "--cursor", "c"));
        var request = Assert.IsType<ListTransactions>(Assert.Single(line.Client.Requests));
        Assert.Equal(["failed", "expired"], request.Status);
        Assert.Equal(
            new ListTransactions { UserId = "ann", WalletId = "w", From = "f", Before = "b", Limit = 1, Cursor = "c" },
            request with { Status = null });
        Assert.Contains("more: --cursor next-page", line.Output, StringComparison.Ordinal);
        Assert.Equal(0, await line.RunAsync("transaction", "list", "-u", "ann"));
        Assert.Equal(new ListTransactions { UserId = "ann" }, line.Client.Requests[1]);
    }

    [Fact]
    public async Task Cancel_shows_what_became_of_it()
    {
        Assert.Equal(0, await line.RunAsync("transaction", "cancel", "t-1", "-u", "ann"));
        Assert.Equal(new CancelTransaction { UserId = "ann", TransactionId = "t-1" }, Assert.Single(line.Client.Requests));
        Assert.Contains("cancelled", line.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_waits_as_told_and_names_its_request()
    {
        Assert.Equal(0, await line.RunAsync("transaction", "send", "AQID", "-u", "ann", "-w", "w", "--wait-for", "finalized", "--request-id", "r"));
        Assert.Equal(
            new SendTransaction { UserId = "ann", WalletId = "w", Transaction = "AQID", WaitFor = "finalized", WaitMs = 20_000, RequestId = "r" },
            Assert.Single(line.Client.Requests));
        line.Client.Statuses.Clear();
        line.Client.Statuses.Enqueue("submitted");
        Assert.Equal(4, await line.RunAsync("transaction", "send", "AQID", "-u", "ann", "-w", "w", "--request-id", "r"));
        Assert.Contains("--request-id r", line.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Simulate_shows_balances_and_logs()
    {
        line.Input = "BAUG\n";
        Assert.Equal(0, await line.RunAsync("transaction", "simulate", "-", "-u", "ann", "-w", "w"));
        Assert.Equal(
            new SimulateTransaction { UserId = "ann", WalletId = "w", Transaction = "BAUG" }, Assert.Single(line.Client.Requests));
        Assert.Contains("9000 -> 3000", line.Output, StringComparison.Ordinal);
        Assert.Contains("Program log: [hello]", line.Output, StringComparison.Ordinal);
        Assert.Contains("would succeed", line.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Transfer_passes_its_validity_on()
    {
        Assert.Equal(0, await line.RunAsync("transfer", "r", "1", "-u", "ann", "-w", "w", "--json", "--valid-for-ms", "60000"));
        Assert.Equal(60_000, Assert.IsType<TransferSol>(Assert.Single(line.Client.Requests)).ValidForMs);
    }
}
