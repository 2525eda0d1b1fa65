using MassTransit;

namespace WalletService.Messaging.Topology;

/// <summary>A queue as this instance consumes it, and what was heard of that.</summary>
internal sealed class RequestQueue(string name, TimeProvider time) : IReceiveEndpointObserver
{
    private HostReceiveEndpointHandle? endpoint;
    private long heardAt = time.GetTimestamp();
    private volatile string state = "starting";
    private volatile bool isServed;

    public string Name => name;

    /// <summary>Messages are being taken, as far as is known.</summary>
    public bool IsServed => isServed;

    /// <summary>What was heard last, for people.</summary>
    public string State => state;

    /// <summary>
    /// For how long nothing was heard. One that tries to reach the broker is heard of after each try, at least once a minute.
    /// </summary>
    public TimeSpan SilentFor => time.GetElapsedTime(Volatile.Read(ref heardAt));

    /// <summary>Begins to consume; returns before it does.</summary>
    public void Start(IReceiveConnector bus, RequestEndpoints endpoints) => endpoint = bus.ConnectReceiveEndpoint(name, configurator =>
    {
        endpoints.Configure(configurator, name);
        configurator.ConnectReceiveEndpointObserver(this);
    });

    /// <summary>Takes no more messages, and waits until those in hand are finished or the time is up. Does not throw.</summary>
    public async Task StopAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (endpoint is not null)
        {
            // An endpoint that is stuck does not listen to a token either.
            await endpoint.StopAsync(cancellationToken).WaitAsync(timeout, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public Task Ready(ReceiveEndpointReady ready) => Note(ready.IsStarted, "ready");

    public Task Stopping(ReceiveEndpointStopping stopping) => Note(served: false, "stopping");

    public Task Completed(ReceiveEndpointCompleted completed) => Note(served: false, "the connection ended");

    public Task Faulted(ReceiveEndpointFaulted faulted) => Note(served: false, faulted.Exception?.Message ?? "faulted");

    private Task Note(bool served, string heard)
    {
        Volatile.Write(ref heardAt, time.GetTimestamp());
        state = heard;
        isServed = served;
        return Task.CompletedTask;
    }
}
