using System.CommandLine;
using WalletService.Host.Diagnosis;

namespace WalletService.Cli.Commands;

/// <summary><c>doctor</c>: looks at everything that the service needs, with the service's own settings, and says what to do.</summary>
internal static class DoctorCommand
{
    public static Command Build(WalletctlOptions options, Terminal terminal)
    {
        var command = new Command(
            "doctor",
            "Examine settings, connections, versions, clocks, queues, open work, freezes and the audit log. Reads the environment as the service does.");
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var report = await Doctor.ExamineAsync(cancellationToken);
            await terminal.Plain.WriteLineAsync(arguments.GetValue(options.Json) ? report.ToJson() : string.Join('\n', report.ToLines()));
            return report.IsWell ? ExitCodes.Success : ExitCodes.Refused;
        });
        return command;
    }
}
