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
    private readonly TimeSpan length = randomness.Milliseconds(15_000, 60_000);
    private readonly int liar = randomness.Below(world.Nodes.Count);

    public bool IsOver { get; private set; }

    public TimeSpan OverAt { get; private set; }

    public int Crashes { get; private set; }

    public void Begin()
    {
        world.Story.Tell($"for {length.TotalSeconds} s: {temper}");
        world.Scheduler.After(length, End);
        Repeat(temper.Crashes, 2_000, 25_000, Crash);
        Repeat(temper.Pauses, 3_000, 25_000, Pause);
        Repeat(temper.Forks || temper.SlowLeaders, 1_000, 12_000, TurnWeather);
        Repeat(temper.Nodes, 500, 8_000, TurnNode);
        Repeat(temper.Store, 2_000, 10_000, TurnStore);
        Repeat(temper.Vault, 2_000, 10_000, TurnVault);
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
            Crashes++;
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

        world.Story.Tell($"{realm.Name} stands still");
        realm.Pause();
        world.Scheduler.After(randomness.Milliseconds(200, 15_000), () =>
        {
            world.Story.Tell($"{realm.Name} goes on");
            realm.Resume();
        });
    }

    private void TurnWeather()
    {
        world.Chain.Weather = new ChainWeather(
            randomness.Pick([0.05, 0.3]),
            temper.Forks ? randomness.Pick([0, 0.1, 0.3]) : 0,
            temper.SlowLeaders ? randomness.Pick([0.01, 0.05, 0.9]) : 0.9,
            temper.Forks && randomness.Chance(0.2));
        world.Story.Tell($"{world.Chain.Weather}");
    }

    private void TurnNode()
    {
        var index = randomness.Below(world.Nodes.Count);
        var mood = randomness.Chance(0.35) ? NodeMood.Well : randomness.Pick(Moods);
        if (world.Nodes.Count > 1 && index == liar && randomness.Chance(0.3))
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

    private void End()
    {
        IsOver = true;
        OverAt = world.Scheduler.Elapsed;
        world.Chain.Weather = ChainWeather.Fine;
        world.Troubles.End();
        foreach (var node in world.Nodes)
        {
            node.Turn(NodeMood.Well, slotsBehind: 0);
        }

        world.Story.Tell($"from here on nothing breaks");
    }
}
