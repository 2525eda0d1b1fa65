using System.Diagnostics;
using WalletService.Simulation;

if (args is ["--help"])
{
    Console.WriteLine(SimulationArguments.Usage);
    return 0;
}

if (!SimulationArguments.TryParse(args, out var arguments, out var mistake))
{
    await Console.Error.WriteLineAsync($"{mistake}\n\n{SimulationArguments.Usage}");
    return 2;
}

var report = new SimulationReport(Console.Out);
var clock = Stopwatch.StartNew();
for (var seed = arguments.From; seed < arguments.From + arguments.Seeds && report.Failures < arguments.MaximumFailures; seed++)
{
    report.Add(SimulationRun.Run(seed, arguments.TakenOut, arguments.Story));
    if (report.Seeds % 1_000 == 0)
    {
        await Console.Error.WriteLineAsync($"{report.Seeds} seeds, {report.Failures} failed, {clock.Elapsed.TotalSeconds:0.0} s");
    }

    if (report.LastFailed && !arguments.Story)
    {
        report.Tell(SimulationRun.Run(seed, arguments.TakenOut, withStory: true));
    }
}

report.End();
await Console.Error.WriteLineAsync($"{clock.Elapsed.TotalSeconds:0.0} s");
return report.Failures == 0 ? 0 : 1;
