using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using WalletService.Cli.Auditing;
using WalletService.Domain.Auditing;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Solana;

namespace WalletService.Cli.Commands;

/// <summary><c>audit</c>: checks the audit log, and exports it. The service is not asked: it is the one that is checked.</summary>
internal static class AuditCommands
{
    public static Command Build(DatabaseAccess access, Terminal terminal)
    {
        var command = new Command("audit", "Check the audit log, and export it.");
        command.Subcommands.Add(Verify(access, terminal));
        command.Subcommands.Add(Export(access, terminal));
        return command;
    }

    private static Command Verify(DatabaseAccess access, Terminal terminal)
    {
        var file = new Option<FileInfo?>("--file") { Description = "An export, instead of the database." };
        var keys = new Option<string[]>("--checkpoint-key")
        {
            Description = "The public key that signs checkpoints, as you noted it outside of the database; may be given several times.",
        };
        var command = new Command(
            "verify", "Check every entry against its hash, its chain and the signed checkpoints; name the first that is wrong in each chain.")
        {
            access.Database, file, keys,
        };
        command.SetAction((arguments, cancellationToken) =>
        {
            var trusted = arguments.GetValue(keys) ?? [];
            return arguments.GetValue(file) is { } export
                ? VerifyFileAsync(export, trusted, terminal, cancellationToken)
                : access.RunAsync<IAuditReader>(arguments, reader => VerifyDatabaseAsync(reader, trusted, terminal, cancellationToken));
        });
        return command;
    }

    private static Command Export(DatabaseAccess access, Terminal terminal)
    {
        var from = Time("--from", "Only entries at this time or later.");
        var to = Time("--to", "Only entries before this time.");
        var wallet = new Option<WalletId?>("--wallet", "-w")
        {
            Description = "Only the chain of this wallet.",
            CustomParser = result =>
            {
                if (WalletId.TryParse(result.Tokens[0].Value, out var id))
                {
                    return id;
                }

                result.AddError("--wallet is not the id of a wallet.");
                return null;
            },
        };
        var output = new Option<FileInfo>("--out", "-o") { Description = "The file to write.", Required = true };
        var command = new Command("export", "Write the audit log to a file, one JSON object a line.") { access.Database, from, to, wallet, output };
        command.SetAction((arguments, cancellationToken) => access.RunAsync<IAuditReader>(arguments, async reader =>
        {
            var selection = new AuditSelection(arguments.GetValue(from), arguments.GetValue(to), arguments.GetValue(wallet));
            var target = arguments.GetRequiredValue(output);
            try
            {
                await using var stream = new FileStream(target.FullName, FileMode.CreateNew, FileAccess.Write);
                var lines = await AuditFile.WriteAsync(stream, selection, reader.ReadAsync(selection, cancellationToken), cancellationToken);
                terminal.Messages.WriteLine($"Wrote {lines} lines to {target.FullName}. Check them with: walletctl audit verify --file {target.FullName}");
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

    private static async Task<int> VerifyDatabaseAsync(
        IAuditReader reader, string[] trusted, Terminal terminal, CancellationToken cancellationToken)
    {
        using var verifier = new AuditVerifier(Ed25519.Verify, trusted);
        await foreach (var item in reader.ReadAsync(AuditSelection.All, cancellationToken))
        {
            verifier.Add(item);
        }

        return Report(verifier.Finish(), trusted, terminal);
    }

    private static async Task<int> VerifyFileAsync(FileInfo file, string[] trusted, Terminal terminal, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = file.OpenRead();
            return Report(
                await AuditFile.VerifyAsync(stream, isWhole => new AuditVerifier(Ed25519.Verify, trusted, isWhole), cancellationToken), trusted, terminal);
        }
        catch (InvalidDataException exception)
        {
            await terminal.Plain.WriteLineAsync($"BROKEN {file.FullName}: {exception.Message}");
            return ExitCodes.Refused;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            terminal.Messages.WriteLine(exception.Message);
            return ExitCodes.Usage;
        }
    }

    private static int Report(AuditVerification verification, string[] trusted, Terminal terminal)
    {
        foreach (var problem in verification.Problems)
        {
            var entry = problem.Entry is { } found ? $" ({found.Action}, {EntryLine.Write(found.Time, found.At)})" : string.Empty;
            terminal.Plain.WriteLine($"BROKEN {problem.Chain}, entry {problem.Position}{entry}: {problem.Description}");
        }

        terminal.Plain.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{verification.Entries} entries in {verification.Chains} chains; {verification.BrokenChains} broken."));
        if (verification.Newest is { } newest)
        {
            terminal.Plain.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Newest checkpoint: {newest.Number}, {EntryLine.Write(newest.Time, newest.At)}, hash {newest.Hash}, key {newest.PublicKey}."));
            terminal.Plain.WriteLine(trusted.Length > 0
                ? "Compare its number and hash with the newest one that was published: what came after it is vouched for by nobody."
                : "Compare its number, hash and key with what was published and noted outside of the database, or give --checkpoint-key.");
        }
        else
        {
            terminal.Plain.WriteLine("There is no checkpoint: whoever owns the database could have written all of it anew.");
        }

        return verification.IsIntact ? ExitCodes.Success : ExitCodes.Refused;
    }

    private static Option<DateTimeOffset?> Time(string name, string description) => new(name)
    {
        Description = $"{description} RFC 3339, e.g. 2026-01-31T12:00:00Z.",
        CustomParser = result =>
        {
            if (DateTimeOffset.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            {
                return time;
            }

            result.AddError($"{name} is not a time.");
            return null;
        },
    };
}
