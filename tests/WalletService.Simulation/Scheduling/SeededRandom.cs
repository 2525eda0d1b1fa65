namespace WalletService.Simulation.Scheduling;

/// <summary>The runtime's own kind of random numbers, for code that jitters its delays; the seed decides these as well.</summary>
internal sealed class SeededRandom(Randomness randomness) : Random(Seed: 0)
{
    public override int Next() => (int)(randomness.Next() >> 33);

    public override int Next(int maxValue) => randomness.Below(maxValue);

    public override int Next(int minValue, int maxValue) => minValue + randomness.Below(maxValue - minValue);

    public override double NextDouble() => Sample();

    protected override double Sample() => (randomness.Next() >> 11) * (1.0 / (1UL << 53));
}
