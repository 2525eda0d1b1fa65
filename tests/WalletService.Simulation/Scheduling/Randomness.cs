namespace WalletService.Simulation.Scheduling;

/// <summary>
/// Choices that a seed decides (SplitMix64: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators"), the same on
/// every machine and runtime.
/// </summary>
internal sealed class Randomness(ulong seed)
{
    private ulong state = seed;

    public ulong Next()
    {
        state += 0x9E3779B97F4A7C15;
        var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>From 0 to <paramref name="count"/> − 1.</summary>
    public int Below(int count) => (int)Math.BigMul(Next(), (ulong)count, out _);

    /// <summary>Both ends included.</summary>
    public int Between(int first, int last) => first + Below(last - first + 1);

    public bool Chance(double probability) => Next() >> 11 < probability * (1UL << 53);

    public TimeSpan Milliseconds(int first, int last) => TimeSpan.FromMicroseconds(Between(first * 1_000, last * 1_000));

    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    /// <summary>Choices of their own, so that a draw more here changes nothing there.</summary>
    public Randomness Fork() => new(Next());
}
