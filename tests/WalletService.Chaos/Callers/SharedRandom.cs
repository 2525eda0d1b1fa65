namespace WalletService.Chaos.Callers;

/// <summary>A seeded source of chance for tasks that run at the same time; which of them gets which number is left to the schedule.</summary>
internal sealed class SharedRandom(int seed) : Random(seed)
{
    private readonly Lock gate = new();

    public override int Next(int maxValue)
    {
        lock (gate)
        {
            return base.Next(maxValue);
        }
    }

    public override int Next(int minValue, int maxValue)
    {
        lock (gate)
        {
            return base.Next(minValue, maxValue);
        }
    }
}
