using WalletService.Simulation.Chain;
using WalletService.Simulation.Nodes;
using WalletService.Simulation.Scheduling;

namespace WalletService.Simulation;

/// <summary>
/// Breaks things for a while, then lets everything be well. What it never does is break what money rule 2 rests on: that not all nodes
/// asked lie at once about what is finalized. So at most one node hides what it knows.
/// </summary>
internal sealed class FaultPlan(World world, Randomness randomness)
{
    private static readonly NodeMood[] Moods = [.. Enum.GetValues<NodeMood>().Where(mood => mood is not (NodeMood.Well or NodeMood.HidingStatuses))];

    private readonly Temper temper = new(randomness);
    private readonly TimeSpan length = randomness.Milliseconds(15_000, 90_000);
    private readonly int liar = randomness.Below(world.Nodes.Count);

    public bool IsOver { get; private set; }

    /// <summary>
    /// What was confirmed may be undone: a reservation was released then, and the funds may be spent twice over in the service's books.
    /// The chain refuses the last of it.
    /// </summary>
    public bool MayOverdraw => temper.DropsConfirmed;

    public TimeSpan OverAt { get; private set; }

    private ChainWeather Fine => ChainWeather.Fine with { HoldsBack = temper.HoldingLeaders };

    public void Begin()
    {
        world.Story.Tell($"for {length.TotalSeconds} s: {temper}");
        world.Scheduler.After(length, End);
        world.Chain.Weather = Fine;
        Repeat(temper.Crashes, 2_000, 25_000, Crash);
        Repeat(temper.Pauses, 3_000, 25_000, Pause);
        Repeat(temper.Forks || temper.DropsConfirmed, 1_000, 12_000, TurnForks);
        Repeat(temper.SlowLeaders, 5_000, 45_000, TurnLeaders);
        Repeat(temper.Nodes, 500, temper.LastingMoods ? 40_000 : 6_000, TurnNode);
        Repeat(temper.Store, 2_000, 10_000, TurnStore);
        Repeat(temper.Vault, 2_000, 10_000, TurnVault);
    }

    /// <summary>From here on all is well.</summary>
    public void End()
    {
        if (IsOver)
        {
            return;
        }

        IsOver = true;
        OverAt = world.Scheduler.Elapsed;
        world.Chain.Weather = Fine;
        world.Troubles.End();
        foreach (var node in world.Nodes)
        {
            node.Turn(NodeMood.Well, slotsBehind: 0);
        }

        world.Story.Tell($"from here on nothing breaks");
    }

    private void Repeat(bool wanted, int shortest, int longest, Action act)
    {
        if (wanted)
        {
            world.Scheduler.After(randomness.Milliseconds(0, longest), Turn);
        }

        void Turn()
        {
            if (!IsOver)
            {
                act();
                world.Scheduler.After(randomness.Milliseconds(shortest, longest), Turn);
            }
        }
    }

    private void Crash()
    {
        var instance = randomness.Pick(world.Instances);
        if (instance.IsUp)
        {
            world.Oracle.Coverage.Count("crash");
            world.Crash(instance);
            world.Scheduler.After(randomness.Milliseconds(50, 10_000), instance.Start);
        }
    }

    private void Pause()
    {
        var instance = randomness.Pick(world.Instances);
        var realm = instance.Realm;
        if (!instance.IsUp || realm.IsPaused)
        {
            return;
        }

        world.Oracle.Coverage.Count("pause");
        world.Story.Tell($"{realm.Name} stands still");
        realm.Pause();
        world.Scheduler.After(randomness.Milliseconds(200, 15_000), () =>
        {
            world.Story.Tell($"{realm.Name} goes on");
            realm.Resume();
        });
    }

    private void TurnForks() => Turn(world.Chain.Weather with
    {
        SkippedSlots = randomness.Pick([0.05, 0.3]),
        Forks = randomness.Pick([0, 0.1, 0.3]),
        ConfirmationsStall = randomness.Chance(0.2),
        DropsConfirmed = temper.DropsConfirmed && randomness.Chance(0.5),
    });

    private void TurnLeaders() => Turn(world.Chain.Weather with
    {
        Inclusion = randomness.Pick([0, 0.01, 0.5, 0.9]),
        HoldsBack = temper.HoldingLeaders || randomness.Chance(0.3),
    });

    private void Turn(ChainWeather weather)
    {
        world.Chain.Weather = weather;
        world.Story.Tell($"{weather}");
    }

    private void TurnNode()
    {
        var index = randomness.Below(world.Nodes.Count);
        var mood = randomness.Chance(0.35) ? NodeMood.Well : randomness.Pick(Moods);
        if (world.Nodes.Count > 1 && index == liar && randomness.Chance(0.4))
        {
            mood = NodeMood.HidingStatuses;
        }

        var lag = mood is NodeMood.Behind or NodeMood.Uneven ? randomness.Between(3, 250) : randomness.Below(3);
        world.Nodes[index].Turn(mood, (ulong)lag);
        world.Story.Tell($"{world.Nodes[index].Name} is {mood}, {lag} slots behind");
    }

    private void TurnStore()
    {
        world.Troubles.StoreAway = randomness.Pick([0, 0, 0.1, 1]);
        world.Troubles.StoreAnswersLost = randomness.Pick([0, 0.05, 0.3]);
        world.Troubles.StoreIsSlow = randomness.Chance(0.3);
        world.Story.Tell($"store: away {world.Troubles.StoreAway}, answers lost {world.Troubles.StoreAnswersLost}, slow {world.Troubles.StoreIsSlow}");
    }

    private void TurnVault()
    {
        world.Troubles.VaultAway = randomness.Pick([0, 0.3, 1]);
        world.Troubles.VaultIsSlow = randomness.Chance(0.5);
        world.Story.Tell($"vault: away {world.Troubles.VaultAway}, slow {world.Troubles.VaultIsSlow}");
    }
}
