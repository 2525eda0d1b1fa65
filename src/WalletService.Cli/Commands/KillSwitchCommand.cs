using System.CommandLine;
using WalletService.Domain.Freezes;
using WalletService.Domain.Ports;

namespace WalletService.Cli.Commands;

/// <summary><c>kill-switch</c>: freezes everything in the database itself, when neither broker nor service can be asked.</summary>
internal static class KillSwitchCommand
{
    public static Command Build(DatabaseAccess access, Terminal terminal)
    {
        var reason = new Option<string>("--reason") { Description = "Why, for the audit log.", Required = true };
        var off = new Option<bool>("--off") { Description = "Lift the freeze of everything." };
        var command = new Command("kill-switch", "Keep every instance from signing, by the database alone: neither broker nor service is asked.")
        {
            access.Database, reason, off,
        };
        reason.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is not { Length: > 0 and <= Freeze.MaximumReasonLength })
            {
                result.AddError($"--reason has 1 to {Freeze.MaximumReasonLength} characters.");
            }
        });
        command.SetAction((arguments, cancellationToken) => access.RunAsync<IFreezeStore>(arguments, freezes => arguments.GetValue(off)
            ? LiftAsync(freezes, arguments.GetRequiredValue(reason), terminal, cancellationToken)
            : ThrowAsync(freezes, arguments.GetRequiredValue(reason), terminal, cancellationToken)));
        return command;
    }

    private static string Operator => $"walletctl {Environment.UserName}";

    private static async Task<int> ThrowAsync(IFreezeStore freezes, string reason, Terminal terminal, CancellationToken cancellationToken)
    {
        var freeze = await freezes.FreezeAsync(
            new Freeze(FreezeTarget.Everything, reason, Operator, TimeProvider.System.GetUtcNow()), cancellationToken);
        await terminal.Plain.WriteLineAsync(
            $"Everything is frozen since {freeze.FrozenAt:yyyy-MM-dd HH:mm:ss}Z ({freeze.Reason}): no instance signs any more.");
        return ExitCodes.Success;
    }

    private static async Task<int> LiftAsync(IFreezeStore freezes, string reason, Terminal terminal, CancellationToken cancellationToken)
    {
        var lifted = await freezes.UnfreezeAsync(FreezeTarget.Everything, Operator, reason, cancellationToken);
        await terminal.Plain.WriteLineAsync(lifted is null ? "Everything was not frozen." : "Everything is thawed.");
        return ExitCodes.Success;
    }
}
