namespace WalletService.Simulation.Scheduling;

/// <summary>
/// One life of one process: everything that it awaits goes on here. When it dies, whatever it was about to do is never done.
/// </summary>
internal sealed class Realm(string name, Scheduler scheduler) : SynchronizationContext
{
    private readonly List<Work> heldBack = [];

    public string Name { get; } = name;

    public bool IsDead { get; private set; }

    /// <summary>A process that stands still (a long garbage collection, a frozen machine) while the world goes on.</summary>
    public bool IsPaused { get; private set; }

    /// <summary>Memory gone, with all that was under way.</summary>
    public void Die()
    {
        IsDead = true;
        heldBack.Clear();
    }

    public void Pause() => IsPaused = true;

    public void Resume()
    {
        IsPaused = false;
        heldBack.ForEach(scheduler.Add);
        heldBack.Clear();
    }

    public void HoldBack(Work work) => heldBack.Add(work);

    public override void Post(SendOrPostCallback d, object? state) => scheduler.Add(new Work(this, this, d, state));

    /// <summary>Nothing in the service waits for a context synchronously.</summary>
    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("A simulated process has no Send.");

    public override SynchronizationContext CreateCopy() => this;
}
