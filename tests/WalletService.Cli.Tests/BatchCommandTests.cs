using System.Globalization;
using WalletService.Contracts;
using WalletService.Contracts.Transactions;
using WalletService.TestKit.Servers;

namespace WalletService.Cli.Tests;

public sealed class BatchCommandTests : IDisposable
{
    private const string To = ScriptedWalletClient.Address;

    private readonly TemporaryFolder folder = new("batch");
    private readonly CommandLine line = new();

    private ScriptedWalletClient Client => line.Client;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Pays_the_rows_of_a_file_and_writes_what_became_of_each()
    {
        Client.Batches.Enqueue(Batch("received", paid: 0, unpaid: 0));
        Client.Batches.Enqueue(Batch("running", paid: 1, unpaid: 1));
        Client.Batches.Enqueue(Batch("ended", paid: 2, unpaid: 1));
        Client.BatchRows =
        [
            new BatchRowDetails { Row = 1, Recipient = To, Amount = "1.5", Status = "finalized", TransactionId = "t-1", Signature = "5sig" },
            new BatchRowDetails { Row = 2, Recipient = To, Amount = "2", Reference = "a \"b\", c", Status = "finalized", TransactionId = "t-1", Signature = "5sig" },
            new BatchRowDetails
            {
                Row = 3,
                Recipient = To,
                Amount = "3",
                Status = "rejected",
                Error = new ErrorDetails { Code = "INVALID_RECIPIENT", Message = "The recipient is a program, no wallet.", Retryable = false },
            },
        ];
        var file = Write("recipient, amount, reference", $"{To},1.5", "", $"{To}, 2 ,\"a \"\"b\"\", c\"", $"{To},3,");

        Assert.Equal(ExitCodes.Refused, await RunAsync(file, "--request-id", "november"));

        var request = Client.Requests.OfType<TransferBatch>().Single();
        Assert.Equal("november", request.RequestId);
        Assert.Equal([("1.5", null), ("2", "a \"b\", c"), ("3", null)], request.Rows.Select(row => (row.Amount, row.Reference)));
        string[] result =
        [
            "row,recipient,amount,reference,status,transactionId,signature,errorCode,errorMessage",
            $"1,{To},1.5,,finalized,t-1,5sig,,",
            $"2,{To},2,\"a \"\"b\"\", c\",finalized,t-1,5sig,,",
            $"3,{To},3,,rejected,,,INVALID_RECIPIENT,\"The recipient is a program, no wallet.\"",
        ];
        Assert.Equal(result, await File.ReadAllLinesAsync(folder.PathOf("pay.result.csv")));
    }

    [Fact]
    public async Task All_rows_paid_is_success_and_not_ended_is_not()
    {
        Client.Batches.Enqueue(Batch("ended", paid: 3, unpaid: 0));
        var file = Write($"{To},1", $"{To},2", $"{To},3");
        Assert.Equal(ExitCodes.Success, await RunAsync(file));

        Client.Batches.Clear();
        Client.Batches.Enqueue(Batch("running", paid: 1, unpaid: 0));
        Assert.Equal(ExitCodes.OutcomeUnknown, await RunAsync(file, "--wait-ms", "0", "--request-id", "again"));
        Assert.Contains("--request-id again", line.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_with_the_file_is_told_by_line_and_nothing_is_sent()
    {
        var file = Write("recipient,amount", "nobody,1", $"{To},1e3", $"{To},0", $"{To},1,{new string('x', 65)}", $"{To}", $"{To},1,\"open", $"{To},2");

        Assert.Equal(ExitCodes.Usage, await RunAsync(file));
        Assert.Empty(Client.Requests);
        foreach (var number in Enumerable.Range(2, 6))
        {
            Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"line {number}:"), line.Messages, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("line 8:", line.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_or_empty_file_is_a_wrong_command_line()
    {
        Assert.Equal(ExitCodes.Usage, await RunAsync(folder.PathOf("none.csv")));
        Assert.Equal(ExitCodes.Usage, await RunAsync(Write("recipient,amount")));
        Assert.Empty(Client.Requests);
    }

    private static BatchDetails Batch(string status, int paid, int unpaid) => new()
    {
        BatchId = "01890a5d-ac96-774b-bcce-b302099a8059",
        WalletId = ScriptedWalletClient.WalletId,
        RequestId = "november",
        Status = status,
        RowCount = 3,
        RejectedRows = 0,
        PaidRows = paid,
        UnpaidRows = unpaid,
        TransactionCount = 1,
        EndedTransactions = status == "ended" ? 1 : 0,
        SignableUntil = DateTimeOffset.UnixEpoch,
        ReceivedAt = DateTimeOffset.UnixEpoch,
    };

    private string Write(params string[] lines)
    {
        var path = folder.PathOf("pay.csv");
        File.WriteAllLines(path, lines);
        return path;
    }

    private Task<int> RunAsync(string file, params string[] options) =>
        line.RunAsync(["batch", file, "-u", "ann", "-w", ScriptedWalletClient.WalletId, .. options]);
}
