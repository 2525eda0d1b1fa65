using System.Globalization;
using WalletService.Domain.Values;

namespace WalletService.Simulation;

/// <summary>Counts what the seeds have shown, and tells of failures.</summary>
internal sealed class SimulationReport(TextWriter output)
{
    private long transfers;
    private long effects;
    private long signings;
    private long steps;
    private readonly Coverage coverage = new();
    private TimeSpan virtualTime;

    public int Seeds { get; private set; }

    public int Failures { get; private set; }

    public bool LastFailed { get; private set; }

    public void Add(Outcome outcome)
    {
        Seeds++;
        transfers += outcome.Transfers;
        effects += outcome.Effects;
        signings += outcome.Signings;
        coverage.Add(outcome.Coverage);
        steps += outcome.Steps;
        virtualTime += outcome.VirtualTime;
        LastFailed = outcome.Violations.Count > 0;
        Failures += LastFailed ? 1 : 0;
        if (outcome.Story.IsKept)
        {
            Tell(outcome);
        }
    }

    /// <summary>Prints the story of the transfers that went wrong, or the whole story when none did.</summary>
    public void Tell(Outcome outcome)
    {
        var intents = outcome.Violations.Select(violation => violation.Intent).OfType<TransactionId>().ToHashSet();
        foreach (var line in outcome.Story.Lines(intents))
        {
            output.WriteLine(line);
        }

        foreach (var violation in outcome.Violations)
        {
            output.WriteLine(Text($"seed {outcome.Seed} FAILED: transfer {violation.Intent?.ToString() ?? "-"} {violation.Text}"));
        }

        output.WriteLine(Text($"seed {outcome.Seed}: trace {outcome.Trace:x16}, {outcome.Steps} steps, {outcome.VirtualTime.TotalSeconds:0.0} s of virtual time"));
    }

    public void End()
    {
        foreach (var (what, times) in coverage.Counts)
        {
            output.WriteLine(Text($"{times,10}  {what}"));
        }

        output.WriteLine(Text(
            $"{Seeds} seeds, {transfers} transfers, {signings} transactions signed, {effects} effects, {steps} steps, {virtualTime.TotalHours:0.0} h of virtual time"));
        output.WriteLine(Text($"{Seeds - Failures} seeds passed, {Failures} failed"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
