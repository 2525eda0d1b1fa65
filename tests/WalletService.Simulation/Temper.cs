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

    public bool SlowLeaders { get; } = randomness.Chance(0.5);

    public bool Nodes { get; } = randomness.Chance(0.8);

    public bool Store { get; } = randomness.Chance(0.4);

    public bool Vault { get; } = randomness.Chance(0.4);

    public override string ToString() =>
        $"crashes {Crashes}, pauses {Pauses}, forks {Forks}, slow leaders {SlowLeaders}, nodes {Nodes}, store {Store}, vault {Vault}";
}
