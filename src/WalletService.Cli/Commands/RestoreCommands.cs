using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;
using WalletService.Cli.Output;
using WalletService.Cli.Restores;
using WalletService.Domain.Ports;
using WalletService.Domain.Restores;
using WalletService.Domain.Values;
using WalletService.Solana.Rpc;

namespace WalletService.Cli.Commands;

/// <summary><c>restore</c>: what is done with a database that a backup has brought back, before the service may use it.</summary>
internal static class RestoreCommands
{
    public static string Operator => $"walletctl {Environment.UserName}";

    public static Command Build(DatabaseAccess access, Terminal terminal)
    {
        var command = new Command("restore", "A database that was restored from a backup. The service must not run meanwhile.");
        command.Subcommands.Add(Check(access, terminal));
        command.Subcommands.Add(Reconcile(access, terminal));
        command.Subcommands.Add(Settle(access, terminal));
        command.Subcommands.Add(RestoreRecordCommand.Build(access, terminal));
        command.Subcommands.Add(Accept(access, terminal));
        return command;
    }

    private static Command Check(DatabaseAccess access, Terminal terminal)
    {
        var command = new Command("check", "Say whether the service would refuse the database.") { access.Database };
        command.SetAction((arguments, cancellationToken) => access.RunAsync<IRestoreStore>(arguments, async store =>
        {
            var isRestored = await store.IsRestoredAsync(cancellationToken);
            var open = await store.ReadOpenAsync(cancellationToken);
            await terminal.Plain.WriteLineAsync(isRestored
                ? "RESTORED: the service refuses this database until 'restore reconcile' has compared it with the chain."
                : "This is the database that the service knows.");
            await terminal.Plain.WriteLineAsync($"{open.Count.ToString(CultureInfo.InvariantCulture)} transfers are open.");
            return isRestored ? ExitCodes.Refused : ExitCodes.Success;
        }));
        return command;
    }

    private static Command Reconcile(DatabaseAccess access, Terminal terminal)
    {
        var since = new Option<DateTimeOffset>("--since") { Description = "When the backup was made, such as 2026-11-21T10:00:00Z; the chain is read from ten minutes before, or before its newest entry if that is older.", Required = true };
        var nodes = Nodes();
        var command = new Command(
            "reconcile",
            "Look for what every wallet has signed since the backup, put it down, freeze the wallets with payments that the database has lost, and let the service use the database.")
        {
            access.Database, since, nodes,
        };
        command.SetAction((arguments, cancellationToken) => access.RunAsync<IServiceProvider>(arguments, database =>
            WithChainAsync(arguments.GetRequiredValue(nodes), terminal, async chain =>
            {
                terminal.Messages.WriteLine("Waiting until nothing that was signed before can execute any more (a minute and a half on mainnet) ...");
                var reconciliation = new RestoreReconciliation(
                    database.GetRequiredService<IRestoreStore>(),
                    database.GetRequiredService<IWalletRegister>(),
                    database.GetRequiredService<IKeyRotations>(),
                    database.GetRequiredService<IFreezeStore>(),
                    chain,
                    TimeProvider.System);
                var report = await reconciliation.RunAsync(arguments.GetRequiredValue(since), Operator, cancellationToken);
                await RestoreLines.WriteAsync(report, terminal.Plain);
                return report.Lost.Count == 0 ? ExitCodes.Success : ExitCodes.Refused;
            })));
        return command;
    }

    private static Command Settle(DatabaseAccess access, Terminal terminal)
    {
        var transfer = new Argument<Guid>("transfer") { Description = "The transfer that is held, or with --not-executed a batch." };
        var executed = new Option<string?>("--executed") { Description = "The signature of the transaction that carried it out; needs --rpc." };
        var notExecuted = new Option<bool>("--not-executed") { Description = "Nothing has carried it out: the service may go on with it." };
        var nodes = Nodes(isRequired: false);
        var command = new Command("settle", "Decide on a transfer that 'restore reconcile' holds.") { transfer, access.Database, executed, notExecuted, nodes };
        command.Validators.Add(result =>
        {
            if ((result.GetValue(executed) is not null) == result.GetValue(notExecuted))
            {
                result.AddError("Give either --executed or --not-executed.");
            }
        });
        command.SetAction((arguments, cancellationToken) => access.RunAsync<IServiceProvider>(arguments, async database =>
        {
            var store = database.GetRequiredService<IRestoreStore>();
            var id = TransactionId.From(arguments.GetValue(transfer));
            if (arguments.GetValue(executed) is not { } text)
            {
                var isReleased = await store.ReleaseAsync(id, Operator, cancellationToken)
                    || await store.ReleaseBatchAsync(BatchId.From(id.Value), Operator, cancellationToken);
                return await SayAsync(isReleased, "Released.", "No such transfer or batch is held.", terminal);
            }

            var open = (await store.ReadOpenAsync(cancellationToken)).FirstOrDefault(candidate => candidate.Id == id);
            var addresses = open is null
                ? []
                : await database.GetRequiredService<IKeyRotations>().ListAddressesAsync(open.WalletId, cancellationToken);
            return await WithChainAsync(arguments.GetValue(nodes) ?? [], terminal, async chain =>
            {
                ExecutedTransaction? transaction = null;
                foreach (var known in addresses)
                {
                    transaction ??= await chain.FindOutgoingAsync(TransactionSignature.Parse(text), known.Address, cancellationToken);
                }

                var isAdopted = transaction is not null && await store.AdoptAsync(id, transaction, Operator, cancellationToken);
                return await SayAsync(isAdopted, "Put down as executed; the service will confirm it.", "It is not open, or that transaction is not its wallet's or pays no token where it does.", terminal);
            });
        }));
        return command;
    }

    private static Command Accept(DatabaseAccess access, Terminal terminal)
    {
        var reason = new Option<string>("--reason") { Description = "Why nothing can be missing, for the audit log.", Required = true };
        var command = new Command("accept", "Let the service use the database unseen: after a planned move, or when a standby with every commit was promoted.")
        {
            access.Database, reason,
        };
        command.SetAction((arguments, cancellationToken) => access.RunAsync<IRestoreStore>(arguments, async store =>
        {
            await store.AcceptAsync(Operator, arguments.GetRequiredValue(reason), cancellationToken);
            return await SayAsync(true, "The service may use this database.", string.Empty, terminal);
        }));
        return command;
    }

    public static Option<Uri[]> Nodes(bool isRequired = true) => new("--rpc")
    {
        Description = "A Solana node that keeps the history since the backup; give it several times for several nodes.",
        Required = isRequired,
        CustomParser = result => [.. result.Tokens.Select(token => new Uri(token.Value, UriKind.Absolute))],
    };

    public static async Task<int> WithChainAsync(Uri[] nodes, Terminal terminal, Func<ChainHistory, Task<int>> work)
    {
        using var http = new HttpClient(SolanaRpcClient.CreateHandler());
        try
        {
            return await work(new ChainHistory([.. nodes.Select(node => new SolanaRpcClient(http, node))], TimeProvider.System));
        }
        catch (Exception exception) when (exception is SolanaRpcException or InvalidDataException or FormatException)
        {
            terminal.Messages.WriteLine($"{exception.Message} What is done is done; run the same again.");
            return ExitCodes.Unavailable;
        }
    }

    public static async Task<int> SayAsync(bool isDone, string done, string refused, Terminal terminal)
    {
        await terminal.Plain.WriteLineAsync(isDone ? done : refused);
        return isDone ? ExitCodes.Success : ExitCodes.Refused;
    }
}
