using WalletService.Simulation.Scheduling;

namespace WalletService.Simulation;

/// <summary>
/// What may go wrong in one run. Each run leaves some kinds of trouble out, so that the others show what they can do by themselves.
/// </summary>
internal sealed class Temper(Randomness randomness)
{
    public bool Crashes { get; } = randomness.Chance(0.7);

    public bool Pauses { get; } = randomness.Chance(0.4);

    public bool Forks { get; } = randomness.Chance(0.5);

    public bool DropsConfirmed { get; } = randomness.Chance(0.08);

    public bool SlowLeaders { get; } = randomness.Chance(0.5);

    public bool Nodes { get; } = randomness.Chance(0.8);

    /// <summary>Leaders that take every transaction at the last moment, from the first block to the last.</summary>
    public bool HoldingLeaders { get; } = randomness.Chance(0.12);

    /// <summary>Whether nodes stay in a mood for long.</summary>
    public bool LastingMoods { get; } = randomness.Chance(0.4);

    public bool Store { get; } = randomness.Chance(0.4);

    public bool Vault { get; } = randomness.Chance(0.4);

    public override string ToString() =>
        $"crashes {Crashes}, pauses {Pauses}, forks {Forks}, drops confirmed {DropsConfirmed}, slow leaders {SlowLeaders}, holding leaders {HoldingLeaders}, nodes {Nodes}, lasting moods {LastingMoods}, store {Store}, vault {Vault}";
}
