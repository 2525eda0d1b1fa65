using WalletService.Simulation.Checks;
using WalletService.Simulation.Rules;
using WalletService.Simulation.Scheduling;

namespace WalletService.Simulation;

/// <summary>Runs one seed to its end.</summary>
internal static class SimulationRun
{
    public static Outcome Run(ulong seed, TakenOutRule takenOut, bool withStory)
    {
        var story = new Story(withStory);
        var world = new World(seed, takenOut, story);
        PoolDriver.Run(world.Step);
        return new Outcome
        {
            Seed = seed,
            Violations = world.Oracle.Violations,
            Story = story,
            Trace = world.Scheduler.Trace,
            Steps = world.Scheduler.Steps,
            VirtualTime = world.Scheduler.Elapsed,
            Transfers = world.Oracle.Transfers.Count(),
            Effects = world.Chain.Landings.Count(landing => landing.Error is null),
            Signings = world.Oracle.Signings,
            Coverage = world.Oracle.Coverage,
        };
    }
}

/// <summary>What came of one seed.</summary>
internal sealed record Outcome
{
    public required ulong Seed { get; init; }

    public required IReadOnlyList<Violation> Violations { get; init; }

    public required Story Story { get; init; }

    /// <summary>Of every choice that was made: equal for equal runs only.</summary>
    public required ulong Trace { get; init; }

    public required long Steps { get; init; }

    public required TimeSpan VirtualTime { get; init; }

    public required int Transfers { get; init; }

    public required int Effects { get; init; }

    public required int Signings { get; init; }

    public required Coverage Coverage { get; init; }
}
