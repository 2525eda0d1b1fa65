namespace WalletService.TestKit.Servers;

/// <summary>Acts that must happen before the test process ends, even when no test disposed what it used.</summary>
internal sealed class AtExit : IDisposable
{
    private static readonly Lock Gate = new();
    private static readonly List<AtExit> Registered = [];

    private readonly Action _act;

    static AtExit() => AppDomain.CurrentDomain.ProcessExit += (_, _) => RunAll();

    private AtExit(Action act) => _act = act;

    /// <summary>Registers an act; the latest registered runs first. Dispose to take it back.</summary>
    public static AtExit Run(Action act)
    {
        var registration = new AtExit(act);
        lock (Gate)
        {
            Registered.Add(registration);
        }

        return registration;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (Gate)
        {
            Registered.Remove(this);
        }
    }

    private static void RunAll()
    {
        AtExit[] inOrder;
        lock (Gate)
        {
            inOrder = [.. Enumerable.Reverse(Registered)];
        }

        foreach (var registration in inOrder)
        {
            registration._act();
        }
    }
}
