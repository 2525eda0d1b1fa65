using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;
using WalletService.Cli.Recovery;
using WalletService.Domain.Keys;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Solana;
using WalletService.Solana.Rpc;
using Commitment = WalletService.Solana.Rpc.Commitment;

namespace WalletService.Cli.Commands;

/// <summary><c>wallets export</c> and <c>keys recover</c>: what is kept against the loss of the database, and how it is made anew.</summary>
internal static class RecoveryCommands
{
    public static Command Wallets(DatabaseAccess access, Terminal terminal)
    {
        var command = new Command("wallets", "All wallets of all users.");
        command.Subcommands.Add(Export(access, terminal));
        return command;
    }

    public static Command Keys(DatabaseAccess access, Terminal terminal, Func<string, string?> environment)
    {
        var command = new Command("keys", "The keys in the vault.");
        command.Subcommands.Add(Recover(access, terminal, environment));
        command.Subcommands.Add(KeyDestructionCommand.Create(access, terminal, environment));
        command.Subcommands.Add(RewrapCommand.Build(access, terminal, environment));
        return command;
    }

    private static Command Export(DatabaseAccess access, Terminal terminal)
    {
        var output = new Option<FileInfo>("--out", "-o") { Description = "The file to write.", Required = true };
        var command = new Command(
            "export", $"Write whose wallets are whose ({OwnerFile.Header}), to be kept outside of the database for 'keys recover'.")
        {
            access.Database, output,
        };
        command.SetAction((arguments, cancellationToken) => access.RunAsync<IWalletRegister>(arguments, async register =>
        {
            var target = arguments.GetRequiredValue(output);
            try
            {
                await using var stream = new FileStream(target.FullName, FileMode.CreateNew, FileAccess.Write);
                await using var writer = new StreamWriter(stream);
                await writer.WriteLineAsync(OwnerFile.Header);
                var count = 0;
                await foreach (var wallet in register.ReadAsync(cancellationToken))
                {
                    await writer.WriteLineAsync(OwnerFile.WriteLine(WalletOwner.Of(wallet)));
                    count++;
                }

                terminal.Messages.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Wrote {count} wallets to {target.FullName}."));
                return ExitCodes.Success;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                terminal.Messages.WriteLine(exception.Message);
                return ExitCodes.Usage;
            }
        }));
        return command;
    }

    private static Command Recover(DatabaseAccess access, Terminal terminal, Func<string, string?> environment)
    {
        var owners = new Option<FileInfo?>("--owners") { Description = "The file that 'wallets export' wrote." };
        var node = new Option<Uri?>("--rpc")
        {
            Description = "A Solana node with history, by which unused keys are told from used ones; without it all count as used.",
            CustomParser = ReceiptCommands.ReadUrl,
        };
        var command = new Command(
            "recover", $"Make the wallets of an empty database anew from the keys in every vault that is set: {VaultAccess.Settings}.")
        {
            access.Database, owners, node,
        };
        command.SetAction((arguments, cancellationToken) => access.RunAsync<IServiceProvider>(arguments, async database =>
        {
            try
            {
                var known = await ReadOwnersAsync(arguments.GetValue(owners), cancellationToken);
                await using var vaults = VaultAccess.Open(environment);
                using var http = new HttpClient(SolanaRpcClient.CreateHandler());
                var recovery = new WalletRecovery(
                    database.GetRequiredService<IWalletStore>(),
                    database.GetRequiredService<IKeyRotations>(),
                    database.GetRequiredService<IFreezeStore>(),
                    Chain(arguments.GetValue(node), http),
                    TimeProvider.System);
                var report = await recovery.RunAsync(VaultAccess.ReadKeysAsync(vaults, cancellationToken), known, cancellationToken);
                Show(report, terminal);
                return report.IsComplete ? ExitCodes.Success : ExitCodes.Refused;
            }
            catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
            {
                terminal.Messages.WriteLine(exception.Message);
                return ExitCodes.Usage;
            }
            catch (Exception exception) when (exception is KeyUnusableException or SolanaRpcException)
            {
                terminal.Messages.WriteLine($"{exception.Message} What is done is done; run the same again.");
                return ExitCodes.Unavailable;
            }
        }));
        return command;
    }

    private static async Task<IReadOnlyDictionary<WalletId, WalletOwner>> ReadOwnersAsync(FileInfo? file, CancellationToken cancellationToken)
    {
        if (file is null)
        {
            return new Dictionary<WalletId, WalletOwner>();
        }

        using var reader = file.OpenText();
        return await OwnerFile.ReadAsync(reader, cancellationToken);
    }

    private static Func<SolanaAddress, CancellationToken, Task<bool>> Chain(Uri? node, HttpClient http)
    {
        if (node is null)
        {
            return (_, _) => Task.FromResult(true);
        }

        var rpc = new SolanaRpcClient(http, node);
        return async (address, cancellationToken) => (await rpc.GetSignaturesForAddressAsync(
            Address.Parse(address.Value), Commitment.Finalized, limit: 1, cancellationToken: cancellationToken)).Count > 0;
    }

    private static void Show(RecoveryReport report, Terminal terminal)
    {
        terminal.Plain.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Wallets} wallets are there, {report.WithoutOwner.Count} of them without a known owner; {report.SetAside} unused keys are set aside."));
        foreach (var wallet in report.WithoutOwner)
        {
            terminal.Plain.WriteLine($"NO OWNER {wallet}: kept under the user '{WalletRecovery.UnknownOwner}', which is frozen.");
        }

        foreach (var wallet in report.Missing)
        {
            terminal.Plain.WriteLine($"MISSING {wallet}: the vault has no usable key for it.");
        }

        foreach (var key in report.LeftOut)
        {
            terminal.Plain.WriteLine($"LEFT OUT {key.Name}: {key.Problem}");
        }
    }
}
