using WalletService.Simulation.Scheduling;

namespace WalletService.Simulation.Tests.Scheduling;

public sealed class SchedulerTests
{
    private readonly Scheduler scheduler = new(new Randomness(1));

    [Fact]
    public void Time_moves_only_when_nothing_can_run()
    {
        var seen = new List<string>();
        scheduler.After(TimeSpan.FromSeconds(5), () => seen.Add($"timer at {scheduler.Elapsed.TotalSeconds}"));
        var realm = new Realm("process", scheduler);
        realm.Post(_ => seen.Add($"work at {scheduler.Elapsed.TotalSeconds}"), null);

        RunAll();

        Assert.Equal(["work at 0", "timer at 5"], seen);
    }

    [Fact]
    public void What_a_dead_process_was_about_to_do_is_never_done()
    {
        var seen = new List<string>();
        var realm = new Realm("process", scheduler);
        realm.Post(_ => seen.Add("work"), null);
        using var timer = new VirtualTime(scheduler, realm).CreateTimer(
            _ => seen.Add("timer"), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        realm.Die();
        RunAll();

        Assert.Empty(seen);
    }

    [Fact]
    public void A_process_that_stands_still_goes_on_later_where_it_was()
    {
        var seen = new List<TimeSpan>();
        var realm = new Realm("process", scheduler);
        realm.Post(_ => seen.Add(scheduler.Elapsed), null);
        realm.Pause();
        scheduler.After(TimeSpan.FromSeconds(7), realm.Resume);

        RunAll();

        Assert.Equal([TimeSpan.FromSeconds(7)], seen);
    }

    [Fact]
    public void Other_seeds_choose_other_orders()
    {
        var orders = Enumerable.Range(1, 20).Select(seed => string.Join(' ', OrderUnder((ulong)seed))).ToHashSet(StringComparer.Ordinal);

        Assert.True(orders.Count > 5, $"{orders.Count} orders");
        Assert.Equal(OrderUnder(7), OrderUnder(7));
    }

    [Fact]
    public void A_timer_that_was_set_anew_fires_at_its_new_time_only()
    {
        var fired = new List<TimeSpan>();
        using var timer = new VirtualTime(scheduler, realm: null).CreateTimer(
            _ => fired.Add(scheduler.Elapsed), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        timer.Change(TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan);
        RunAll();

        Assert.Equal([TimeSpan.FromSeconds(3)], fired);
    }

    private static List<int> OrderUnder(ulong seed)
    {
        var seeded = new Scheduler(new Randomness(seed));
        var realm = new Realm("process", seeded);
        var order = new List<int>();
        foreach (var number in Enumerable.Range(1, 6))
        {
            realm.Post(_ => order.Add(number), null);
        }

        RunAll(seeded);
        return order;
    }

    private void RunAll() => RunAll(scheduler);

    private static void RunAll(Scheduler of)
    {
        var goesOn = true;
        while (goesOn)
        {
            goesOn = of.Step();
        }
    }
}
