using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;
using WalletService.Cli.Recovery;
using WalletService.Domain.Errors;
using WalletService.Domain.Keys;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Solana.Rpc;

namespace WalletService.Cli.Commands;

/// <summary><c>keys destroy</c>: has the key of a retired address destroyed, when nothing can be lost by it.</summary>
internal static class KeyDestructionCommand
{
    private const string DestroyAfter = "KeyRotation__DestroyAfter";

    public static Command Create(DatabaseAccess access, Terminal terminal, Func<string, string?> environment)
    {
        var wallet = new Option<string>("--wallet", "-w") { Description = "The wallet's id.", Required = true };
        var address = new Option<string>("--address") { Description = "Its retired address.", Required = true };
        var nodes = new Option<Uri[]>("--rpc")
        {
            Description = "A Solana node to be asked what the address holds, beside those of Solana__*; give it several times for several nodes. "
                + "All have to answer, and none may see anything there.",
            CustomParser = ReadUrls,
        };
        var command = new Command(
            "destroy",
            "Disable the key of a retired, empty address in the vault that made it, and schedule its destruction with the longest wait. Vaults are "
            + $"set by {VaultAccess.Settings}. How long it has to be retired before: {DestroyAfter}, 30 days when missing.")
        {
            access.Database, wallet, address, nodes,
        };
        command.SetAction((arguments, cancellationToken) => access.RunAsync<IKeyRotations>(arguments, async rotations =>
        {
            if (!WalletId.TryParse(arguments.GetRequiredValue(wallet), out var walletId)
                || !SolanaAddress.TryParse(arguments.GetRequiredValue(address), out var retired)
                || ReadOptions(environment(DestroyAfter)) is not { } options)
            {
                terminal.Messages.WriteLine($"Give a wallet's id and an address in base58; {DestroyAfter} is a time span such as 30.00:00:00.");
                return ExitCodes.Usage;
            }

            using var http = new HttpClient(SolanaRpcClient.CreateHandler());
            var solana = new NodeSettings(environment);
            var asked = solana.Open(arguments.GetValue(nodes) ?? [], http);
            if (asked.Count == 0)
            {
                terminal.Messages.WriteLine("No node is set. Give --rpc, or Solana__RpcUrl or Solana__Nodes__0__RpcUrl as for the service.");
                return ExitCodes.Usage;
            }

            if (asked.Count == 1)
            {
                terminal.Messages.WriteLine("Only one node is set: what it says is believed. Give others with --rpc.");
            }

            await using var vaults = VaultAccess.Open(environment);
            var chain = new AgreeingNodes(asked);
            var service = new KeyDestructionService(
                rotations, chain, [.. vaults.GetServices<IKeyDestruction>()], options, TimeProvider.System);
            return await RunAsync(
                chain, solana.ExpectedGenesisHash, () => service.DestroyAsync(walletId, retired, cancellationToken), terminal, cancellationToken);
        }));
        return command;
    }

    private static async Task<int> RunAsync(
        AgreeingNodes chain,
        string? expectedGenesisHash,
        Func<Task<Result<ScheduledDestruction>>> destroy,
        Terminal terminal,
        CancellationToken cancellationToken)
    {
        try
        {
            if (await chain.FindForeignAsync(expectedGenesisHash, cancellationToken) is { } foreign)
            {
                terminal.Messages.WriteLine(foreign);
                return ExitCodes.Refused;
            }

            var result = await destroy();
            foreach (var difference in chain.Differences.Distinct())
            {
                terminal.Messages.WriteLine(difference);
            }

            if (!result.TryGetValue(out var scheduled, out var refusal))
            {
                terminal.Messages.WriteLine(refusal.Message);
                return ExitCodes.Refused;
            }

            Show(scheduled, terminal);
            return ExitCodes.Success;
        }
        catch (Exception exception) when (exception is KeyUnusableException or OutcomeUnknownException or PortUnavailableException)
        {
            terminal.Messages.WriteLine($"{exception.Message} What is done is done; run the same again.");
            return ExitCodes.Unavailable;
        }
    }

    private static Uri[] ReadUrls(ArgumentResult argument)
    {
        var urls = new List<Uri>();
        foreach (var token in argument.Tokens)
        {
            if (Uri.TryCreate(token.Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            {
                urls.Add(url);
            }
            else
            {
                argument.AddError("--rpc takes a URL with http or https.");
            }
        }

        return [.. urls];
    }

    private static void Show(ScheduledDestruction scheduled, Terminal terminal) => terminal.Plain.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{scheduled.Address.Key.KeyVersionName} is disabled and gone for good on {scheduled.At:yyyy-MM-dd HH:mm} UTC; until then it can be restored."));

    private static KeyRotationOptions? ReadOptions(string? destroyAfter)
    {
        var options = new KeyRotationOptions();
        if (destroyAfter is null)
        {
            return options;
        }

        if (!TimeSpan.TryParse(destroyAfter, CultureInfo.InvariantCulture, out var wait) || wait < TimeSpan.Zero)
        {
            return null;
        }

        options.DestroyAfter = wait;
        return options;
    }
}
