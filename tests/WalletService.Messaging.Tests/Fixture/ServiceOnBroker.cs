using WalletService.TestKit.Fixtures;

namespace WalletService.Messaging.Tests.Fixture;

/// <summary>One running service in a virtual host of its own, shared by the tests of a class.</summary>
public sealed class ServiceOnBroker : IAsyncLifetime
{
    private readonly RabbitMqVirtualHost virtualHost = new();
    private RunningService? service;
    private AmqpCaller? caller;

    internal Broker Broker => new(virtualHost.Uri, virtualHost.UserName, virtualHost.Password);

    internal RunningService Service => service ?? throw new InvalidOperationException("The service was not started.");

    internal AmqpCaller Caller => caller ?? throw new InvalidOperationException("The caller is not connected.");

    public async Task InitializeAsync()
    {
        await virtualHost.InitializeAsync();
        service = await RunningService.StartAsync(Broker);
        caller = await AmqpCaller.ConnectAsync(Broker);
    }

    public async Task DisposeAsync()
    {
        await Caller.DisposeAsync();
        await Service.DisposeAsync();
        await virtualHost.DisposeAsync();
    }
}
