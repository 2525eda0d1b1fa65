using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using WalletService.Cli.Recovery;
using WalletService.Domain.Ports;

namespace WalletService.Cli.Commands;

/// <summary><c>keys rewrap</c>: exchanges the keys under which names are stored.</summary>
internal static class RewrapCommand
{
    public static Command Build(DatabaseAccess access, Terminal terminal, Func<string, string?> environment)
    {
        var rotate = new Option<bool>("--rotate") { Description = "Make a new data key first, and retire those before." };
        var command = new Command(
            "rewrap",
            "Wrap the data keys by the newest version of the key that wraps them, and encrypt names that are stored in the clear or under a "
            + $"retired key. It may be broken off and run again. The vault is set by {VaultAccess.Settings}; of two, Encryption__Provider or "
            + "Keys__Provider says which of them wraps.")
        {
            access.Database, rotate,
        };
        command.SetAction((arguments, cancellationToken) => access.RunAsync<IDataKeys>(arguments, async keys =>
        {
            var vaults = new VaultSettings(environment);
            vaults.Require();
            if (vaults.FindWrapping() is null)
            {
                terminal.Messages.WriteLine("No vault wraps data keys: Encryption__Provider is 'None' or 'Software', or Keys__Provider is 'Software'.");
                return ExitCodes.Usage;
            }

            var report = await keys.RewrapAsync(arguments.GetValue(rotate), cancellationToken);
            await terminal.Plain.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{report.Keys} data keys were wrapped anew, {report.Fields} names encrypted; {report.Left} are left."));
            if (report.Left == 0)
            {
                return ExitCodes.Success;
            }

            terminal.Messages.WriteLine("What is left was written meanwhile, or can't be read: run the same again, and look into the log.");
            return ExitCodes.Refused;
        }));
        return command;
    }
}
