using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Spectre.Console;
using WalletService.Cli.Recovery;
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
        var node = new Option<Uri?>("--rpc")
        {
            Description = "A Solana node that you trust, to see what the address holds.",
            CustomParser = ReceiptCommands.ReadUrl,
            Required = true,
        };
        var command = new Command(
            "destroy",
            "Disable the key of a retired, empty address in Cloud KMS, which is set by GoogleKms__* as for the service, and schedule its "
            + $"destruction with the longest wait. How long it has to be retired before: {DestroyAfter}, 30 days when missing.")
        {
            access.Database, wallet, address, node,
        };
        command.SetAction((arguments, cancellationToken) => access.RunAsync<IKeyRotations>(arguments, async rotations =>
        {
            if (!WalletId.TryParse(arguments.GetRequiredValue(wallet), out var walletId)
                || !SolanaAddress.TryParse(arguments.GetRequiredValue(address), out var retired)
                || arguments.GetValue(node) is not { } url
                || ReadOptions(environment(DestroyAfter)) is not { } options)
            {
                terminal.Messages.WriteLine($"Give a wallet's id, an address in base58 and a node; {DestroyAfter} is a time span such as 30.00:00:00.");
                return ExitCodes.Usage;
            }

            return await RunAsync(rotations, walletId, retired, url, options, terminal, environment, cancellationToken);
        }));
        return command;
    }

    private static async Task<int> RunAsync(
        IKeyRotations rotations,
        WalletId walletId,
        SolanaAddress address,
        Uri node,
        KeyRotationOptions options,
        Terminal terminal,
        Func<string, string?> environment,
        CancellationToken cancellationToken)
    {
        try
        {
            await using var vault = VaultAccess.Open(environment);
            using var http = new HttpClient(SolanaRpcClient.CreateHandler());
            var service = new KeyDestructionService(
                rotations,
                new NodeHoldingsReader(new SolanaRpcClient(http, node)),
                vault.GetRequiredService<IKeyDestruction>(),
                options,
                TimeProvider.System);
            var result = await service.DestroyAsync(walletId, address, cancellationToken);
            if (!result.TryGetValue(out var scheduled, out var refusal))
            {
                terminal.Messages.WriteLine(refusal.Message);
                return ExitCodes.Refused;
            }

            Show(scheduled, terminal);
            return ExitCodes.Success;
        }
        catch (OptionsValidationException exception)
        {
            terminal.Messages.WriteLine(string.Join('\n', exception.Failures));
            return ExitCodes.Usage;
        }
        catch (Exception exception) when (exception is KeyUnusableException or OutcomeUnknownException or SolanaRpcException)
        {
            terminal.Messages.WriteLine($"{exception.Message} What is done is done; run the same again.");
            return ExitCodes.Unavailable;
        }
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
