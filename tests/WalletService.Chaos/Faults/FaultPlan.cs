namespace WalletService.Chaos.Faults;

/// <summary>A fault to come.</summary>
/// <param name="At">Since the campaign's begin.</param>
/// <param name="Instance">Which of the services or nodes; 0 where there is one.</param>
/// <param name="Lasts">How long, where it lasts.</param>
/// <param name="Amount">How many requests, slots or milliseconds, where there is an amount.</param>
public sealed record PlannedFault(TimeSpan At, FaultKind Kind, FaultTarget Target, int Instance, TimeSpan Lasts, int Amount);

/// <summary>The faults of a campaign, decided by its seed alone.</summary>
public static class FaultPlan
{
    private static readonly TimeSpan MeanGap = TimeSpan.FromSeconds(3);

    /// <summary>The same arguments always give the same plan.</summary>
    public static IReadOnlyList<PlannedFault> Of(int seed, TimeSpan duration, int services, int nodes)
    {
        var random = new Random(seed);
        FaultEntry[] entries = [.. FaultCatalogue.All.Where(entry => entry.Kind != FaultKind.NodeHidesStatuses || nodes > 1)];
        var plan = new List<PlannedFault>();
        for (var at = Gap(random); at < duration; at += Gap(random))
        {
            var entry = Draw(entries, random);
            var count = entry.Target switch
            {
                FaultTarget.Service => services,
                FaultTarget.Node => nodes,
                FaultTarget.Broker or FaultTarget.Redis or FaultTarget.Postgres or FaultTarget.Chain or FaultTarget.Vault => 1,
            };
            plan.Add(new PlannedFault(
                at,
                entry.Kind,
                entry.Target,
                Instance: random.Next(count),
                Lasts: TimeSpan.FromMilliseconds(random.Next(entry.ShortestSeconds * 1_000, (entry.LongestSeconds * 1_000) + 1)),
                Amount: random.Next(entry.LeastAmount, entry.MostAmount + 1)));
        }

        return plan;
    }

    /// <summary>Exponentially distributed, so that faults come singly as well as on top of each other.</summary>
    private static TimeSpan Gap(Random random) => MeanGap * -Math.Log(1 - random.NextDouble());

    private static FaultEntry Draw(IReadOnlyList<FaultEntry> entries, Random random)
    {
        var left = random.Next(entries.Sum(entry => entry.Weight));
        foreach (var entry in entries)
        {
            left -= entry.Weight;
            if (left < 0)
            {
                return entry;
            }
        }

        throw new InvalidOperationException("The weights do not add up.");
    }
}
