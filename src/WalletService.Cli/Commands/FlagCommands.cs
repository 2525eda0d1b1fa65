using System.CommandLine;
using WalletService.Cli.Output;
using WalletService.Contracts.Features;

namespace WalletService.Cli.Commands;

/// <summary><c>flags list</c> and <c>flags set</c>, for administrators.</summary>
internal static class FlagCommands
{
    private const string On = "on";

    public static Command Build(CommandRunner runner) =>
        new("flags", "Parts of the service that can be switched off while it runs.") { List(runner), Set(runner) };

    private static Command List(CommandRunner runner)
    {
        var command = new Command("list", "List every feature, whether it is on, and who has set it.");
        command.SetAction((arguments, cancellationToken) => runner.RunAsync(
            arguments,
            mayTakeEffect: false,
            async client =>
            {
                runner.Print(arguments, await client.ListFlagsAsync(new ListFlags(), cancellationToken), FlagTable.Write);
                return ExitCodes.Success;
            },
            cancellationToken));
        return command;
    }

    private static Command Set(CommandRunner runner)
    {
        var feature = new Argument<string>("feature") { Description = "Its name, as \"flags list\" tells it." };
        var state = new Argument<string>("state") { Description = "on or off." };
        state.AcceptOnlyFromAmong(On, "off");
        var reason = new Option<string>("--reason") { Description = "Why, for the audit log.", Required = true };
        var command = new Command("set", "Switch a feature on or off, in all instances, within seconds.") { feature, state, reason };
        command.SetAction((arguments, cancellationToken) => runner.RunAsync(
            arguments,
            mayTakeEffect: true,
            async client =>
            {
                var flag = await client.SetFlagAsync(
                    new SetFlag
                    {
                        Feature = arguments.GetRequiredValue(feature),
                        Enabled = arguments.GetRequiredValue(state) == On,
                        Reason = arguments.GetRequiredValue(reason),
                    },
                    cancellationToken);
                runner.Print(arguments, flag, FlagTable.Write);
                return ExitCodes.Success;
            },
            cancellationToken));
        return command;
    }
}
