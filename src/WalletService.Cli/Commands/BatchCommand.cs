using System.CommandLine;
using Spectre.Console;
using WalletService.Cli.Batches;
using WalletService.Cli.Output;
using WalletService.Contracts.Transactions;

namespace WalletService.Cli.Commands;

/// <summary><c>batch</c>: pays all rows of a CSV file, and writes what has become of each.</summary>
internal static class BatchCommand
{
    private const int DefaultWaitMs = 600_000;
    private const int ProblemsShown = 20;

    public static Command Build(WalletctlOptions options, CommandRunner runner, Terminal terminal)
    {
        var file = new Argument<FileInfo>("file") { Description = "CSV: recipient,amount[,reference]; a header line is not needed." };
        var mint = new Option<string?>("--mint") { Description = "The token to pay, by its mint's address. SOL when missing." };
        var meaning = new Option<string?>("--amount-meaning")
        {
            Description = "sent or received: what the amounts count when the token's mint withholds a fee.",
        };
        var memo = new Option<string?>("--memo") { Description = "Text in every transaction, public on chain for ever." };
        var validFor = new Option<int?>("--valid-for-ms") { Description = "For how long transactions may be signed for it, 1000 to 86400000." };
        var wait = new Option<int>("--wait-ms")
        {
            Description = "How long to wait for the end, in milliseconds.",
            DefaultValueFactory = _ => DefaultWaitMs,
        };
        var result = new Option<FileInfo?>("--result") { Description = "Where to write the results. FILE.result.csv when missing." };
        var command = new Command("batch", "Pay all rows of a file, each exactly once.")
        {
            file, options.User, options.Wallet, mint, meaning, memo, validFor, wait, result, options.RequestId,
        };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var path = arguments.GetRequiredValue(file).FullName;
            if (await ReadAsync(path, terminal, cancellationToken) is not { } rows)
            {
                return ExitCodes.Usage;
            }

            var request = new TransferBatch
            {
                UserId = arguments.GetRequiredValue(options.User),
                WalletId = arguments.GetRequiredValue(options.Wallet),
                Rows = rows,
                Mint = arguments.GetValue(mint),
                AmountMeaning = arguments.GetValue(meaning),
                Memo = arguments.GetValue(memo),
                ValidForMs = arguments.GetValue(validFor),
                RequestId = arguments.GetValue(options.RequestId) ?? PaymentProgress.NewRequestId(),
            };
            var resultPath = arguments.GetValue(result)?.FullName ?? Path.ChangeExtension(path, ".result.csv");
            return await runner.RunAsync(
                arguments,
                mayTakeEffect: true,
                async client =>
                {
                    var progress = new BatchProgress(client, terminal, request, TimeSpan.FromMilliseconds(arguments.GetRequiredValue(wait)));
                    var (batch, states) = await progress.RunAsync(cancellationToken);
                    await BatchResultFile.WriteAsync(resultPath, states, cancellationToken);
                    runner.Print(arguments, batch, BatchTable.Write);
                    terminal.Messages.MarkupLineInterpolated($"[grey]results in {resultPath}[/]");
                    return ExitCodeOf(batch, request.RequestId, terminal);
                },
                cancellationToken);
        });
        return command;
    }

    /// <summary>The rows; null when the file is not there or anything is wrong with it, which is told line by line.</summary>
    private static async Task<IReadOnlyList<BatchPayment>?> ReadAsync(string path, Terminal terminal, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            terminal.Messages.MarkupLineInterpolated($"There is no file {path}.");
            return null;
        }

        using var reader = new StreamReader(path);
        var read = await BatchFile.ReadAsync(reader, cancellationToken);
        foreach (var problem in read.Problems.Take(ProblemsShown))
        {
            terminal.Messages.MarkupLineInterpolated($"[red]{problem}[/]");
        }

        if (read.Problems.Count > ProblemsShown)
        {
            terminal.Messages.MarkupLineInterpolated($"and {read.Problems.Count - ProblemsShown} more.");
        }

        return read.Problems.Count == 0 ? read.Rows : null;
    }

    private static int ExitCodeOf(BatchDetails batch, string requestId, Terminal terminal)
    {
        if (batch.Status != "ended")
        {
            terminal.Messages.WriteLine(
                $"The batch goes on. Ask again with the same file and --request-id {requestId}: it never pays a row twice.");
            return ExitCodes.OutcomeUnknown;
        }

        return batch.UnpaidRows == 0 ? ExitCodes.Success : ExitCodes.Refused;
    }
}
