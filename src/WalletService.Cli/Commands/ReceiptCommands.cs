using System.CommandLine;
using System.CommandLine.Parsing;
using Spectre.Console;
using WalletService.Cli.Output;
using WalletService.Cli.Receipts;
using WalletService.Contracts.Transactions;
using WalletService.Solana.Rpc;

namespace WalletService.Cli.Commands;

/// <summary><c>receipt</c>: keeps receipts in files and checks them without the service.</summary>
internal static class ReceiptCommands
{
    public static Command Build(WalletctlOptions options, CommandRunner runner, Terminal terminal)
    {
        var command = new Command("receipt", "Keep receipts of executed transactions, and check them.");
        command.Subcommands.Add(Get(options, runner, terminal));
        command.Subcommands.Add(Verify(runner, terminal));
        return command;
    }

    private static Command Get(WalletctlOptions options, CommandRunner runner, Terminal terminal)
    {
        var subject = new TransactionSubject();
        var file = new Option<string>("--out", "-o") { Description = "The file to write.", Required = true };
        var command = new Command("get", "Write the receipt of a transaction to a file.") { subject.Id, subject.RequestId, options.User, file };
        command.Validators.Add(subject.Validate);
        command.SetAction((arguments, cancellationToken) => runner.RunAsync(
            arguments,
            mayTakeEffect: false,
            async client =>
            {
                var request = subject.Read(arguments, arguments.GetRequiredValue(options.User));
                var transaction = await client.GetTransactionAsync(request, cancellationToken);
                if (transaction.Receipt is not { } receipt)
                {
                    terminal.Messages.WriteLine($"The transaction is {transaction.Status}; only what was executed for good has a receipt.");
                    return ExitCodes.Refused;
                }

                return await WriteAsync(arguments.GetRequiredValue(file), receipt, terminal, cancellationToken);
            },
            cancellationToken));
        return command;
    }

    private static async Task<int> WriteAsync(string path, TransactionReceipt receipt, Terminal terminal, CancellationToken cancellationToken)
    {
        try
        {
            await ReceiptFile.WriteAsync(path, receipt, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            terminal.Messages.WriteLine(exception.Message);
            return ExitCodes.Usage;
        }

        terminal.Messages.WriteLine($"The receipt of {receipt.Signature} is in {path}. Check it with: walletctl receipt verify {path}");
        return ExitCodes.Success;
    }

    private static Command Verify(CommandRunner runner, Terminal terminal)
    {
        var file = new Argument<string>("file") { Description = "A receipt, as receipt get wrote it." };
        var rpc = new Option<Uri?>("--rpc")
        {
            Description = "The URL of a Solana node that you trust: compare with the chain as well.",
            CustomParser = ReadUrl,
        };
        var command = new Command("verify", "Check a receipt: by itself, and with --rpc against the chain. The service is not asked.") { file, rpc };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var (receipt, problem) = await ReceiptFile.ReadAsync(arguments.GetRequiredValue(file), cancellationToken);
            var checks = new List<ReceiptCheck> { new("file", receipt is not null, problem ?? "has every field of a receipt") };
            var unanswered = false;
            if (receipt is not null)
            {
                checks.AddRange(ReceiptVerifier.Verify(receipt));
                unanswered = !await CompareAsync(arguments.GetValue(rpc), receipt, checks, terminal, cancellationToken);
            }

            runner.Print<IReadOnlyList<ReceiptCheck>>(arguments, checks, CheckList.Write);
            return checks.Exists(check => !check.Passed) ? ExitCodes.Refused : unanswered ? ExitCodes.Unavailable : ExitCodes.Success;
        });
        return command;
    }

    /// <summary>The parser of <c>--rpc</c>.</summary>
    internal static Uri? ReadUrl(ArgumentResult argument)
    {
        if (Uri.TryCreate(argument.Tokens[0].Value, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https"))
        {
            return url;
        }

        argument.AddError("--rpc takes a URL with http or https.");
        return null;
    }

    /// <summary>False when the node did not answer, which says nothing of the receipt.</summary>
    private static async Task<bool> CompareAsync(
        Uri? rpc, TransactionReceipt receipt, List<ReceiptCheck> checks, Terminal terminal, CancellationToken cancellationToken)
    {
        if (rpc is null)
        {
            return true;
        }

        using var http = new HttpClient(SolanaRpcClient.CreateHandler());
        try
        {
            checks.AddRange(await new ChainVerifier(new SolanaRpcClient(http, rpc)).VerifyAsync(receipt, cancellationToken));
            return true;
        }
        catch (SolanaRpcException exception)
        {
            terminal.Messages.WriteLine($"The chain was not compared: {exception.Message}");
            return false;
        }
    }
}
