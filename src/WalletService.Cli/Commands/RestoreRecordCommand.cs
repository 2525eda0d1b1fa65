using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using WalletService.Cli.Restores;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Cli.Commands;

/// <summary><c>restore record</c>: puts a payment whose request a restored database has lost under that request again.</summary>
internal static class RestoreRecordCommand
{
    public static Command Build(DatabaseAccess access, Terminal terminal)
    {
        var wallet = new Argument<Guid>("wallet") { Description = "The wallet of the LOST line." };
        var request = new Argument<string>("request") { Description = "The requestId under which it was asked for, as the calling service knows it." };
        var signature = new Argument<string>("signature") { Description = "The transaction that carried it out." };
        var caller = new Option<string>("--caller") { Description = "The calling service that asked, if callers are identified.", DefaultValueFactory = _ => string.Empty };
        var nodes = RestoreCommands.Nodes();
        var command = new Command(
            "record", "Put a lost payment under its request again, so that the same request finds it paid instead of paying once more.")
        {
            wallet, request, signature, access.Database, caller, nodes,
        };
        command.SetAction((arguments, cancellationToken) => access.RunAsync<IServiceProvider>(arguments, async database =>
        {
            var id = WalletId.From(arguments.GetValue(wallet));
            if (await FindAsync(database, id, cancellationToken) is not { } found)
            {
                return await RestoreCommands.SayAsync(false, string.Empty, "There is no such wallet.", terminal);
            }

            return await RestoreCommands.WithChainAsync(arguments.GetRequiredValue(nodes), terminal, async chain =>
            {
                var key = IdempotencyKey.Parse(arguments.GetRequiredValue(request));
                var known = await database.GetRequiredService<IKeyRotations>().ListAddressesAsync(id, cancellationToken);
                foreach (var address in known)
                {
                    var transaction = await chain.FindOutgoingAsync(
                        TransactionSignature.Parse(arguments.GetRequiredValue(signature)), address.Address, cancellationToken);
                    var lost = new LostRequest(found, address.KeyNumber, CallerId.Restore(arguments.GetRequiredValue(caller)), key);
                    if (transaction is not null && lost.ToTransfer(transaction, TimeProvider.System.GetUtcNow()) is { } transfer)
                    {
                        var isRecorded = await database.GetRequiredService<IRestoreStore>()
                            .RecordAsync(transfer, transaction, RestoreCommands.Operator, cancellationToken);
                        return await RestoreCommands.SayAsync(
                            isRecorded,
                            $"Recorded as {transfer.Id}; the service will confirm it.",
                            "The database knows that request or that transaction already.",
                            terminal);
                    }
                }

                return await RestoreCommands.SayAsync(
                    false, string.Empty, "That transaction is not one payment of the wallet that has succeeded: it can't be put under a request.", terminal);
            });
        }));
        return command;
    }

    private static async Task<Wallet?> FindAsync(IServiceProvider database, WalletId id, CancellationToken cancellationToken)
    {
        await foreach (var wallet in database.GetRequiredService<IWalletRegister>().ReadAsync(cancellationToken))
        {
            if (wallet.Id == id)
            {
                return wallet;
            }
        }

        return null;
    }
}
