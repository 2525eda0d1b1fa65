using System.CommandLine;
using WalletService.Cli.Output;
using WalletService.Contracts.Management;

namespace WalletService.Cli.Commands;

/// <summary><c>freeze</c>, <c>unfreeze</c> and <c>freezes</c>, for administrators.</summary>
internal static class FreezeCommands
{
    public static Command Freeze(CommandRunner runner)
    {
        var (scope, subject, reason) = Parameters();
        var command = new Command("freeze", "Sign nothing for a scope, in all instances, from the next signature on.") { scope, subject, reason };
        command.SetAction((arguments, cancellationToken) => runner.RunAsync(
            arguments,
            mayTakeEffect: true,
            async client =>
            {
                var freeze = await client.FreezeScopeAsync(
                    new FreezeSubject
                    {
                        Scope = arguments.GetRequiredValue(scope),
                        Subject = arguments.GetValue(subject),
                        Reason = arguments.GetRequiredValue(reason),
                    },
                    cancellationToken);
                runner.Print(arguments, freeze, FreezeTable.Write);
                return ExitCodes.Success;
            },
            cancellationToken));
        return command;
    }

    public static Command Unfreeze(CommandRunner runner)
    {
        var (scope, subject, reason) = Parameters();
        var command = new Command("unfreeze", "Lift a freeze.") { scope, subject, reason };
        command.SetAction((arguments, cancellationToken) => runner.RunAsync(
            arguments,
            mayTakeEffect: true,
            async client =>
            {
                var lifted = await client.UnfreezeScopeAsync(
                    new UnfreezeSubject
                    {
                        Scope = arguments.GetRequiredValue(scope),
                        Subject = arguments.GetValue(subject),
                        Reason = arguments.GetRequiredValue(reason),
                    },
                    cancellationToken);
                runner.Print(arguments, lifted, FreezeTable.Write);
                return ExitCodes.Success;
            },
            cancellationToken));
        return command;
    }

    public static Command List(CommandRunner runner)
    {
        var command = new Command("freezes", "List what administrators have frozen.");
        command.SetAction((arguments, cancellationToken) => runner.RunAsync(
            arguments,
            mayTakeEffect: false,
            async client =>
            {
                runner.Print(arguments, await client.ListFreezesAsync(new ListFreezes(), cancellationToken), FreezeTable.Write);
                return ExitCodes.Success;
            },
            cancellationToken));
        return command;
    }

    private static (Argument<string> Scope, Argument<string?> Subject, Option<string> Reason) Parameters() => (
        new Argument<string>("scope") { Description = "everything, user, caller, mint or wallet." },
        new Argument<string?>("subject")
        {
            Description = "The id of the user, caller or wallet, or the mint's address; left out for everything.",
            Arity = ArgumentArity.ZeroOrOne,
        },
        new Option<string>("--reason") { Description = "Why, for the audit log.", Required = true });
}
