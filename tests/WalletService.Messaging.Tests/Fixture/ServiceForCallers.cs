using WalletService.TestKit.Fixtures;
using WalletService.TestKit.Servers;

namespace WalletService.Messaging.Tests.Fixture;

/// <summary>A running service that requires its callers to be identified, with users of the broker for them.</summary>
public sealed class ServiceForCallers : IAsyncLifetime
{
    /// <summary>May read the balances of users whose ids begin with <c>shop-</c>, and create and list their wallets.</summary>
    public const string Shop = "shop";

    /// <summary>A user of the broker whom the service's settings do not name.</summary>
    public const string Stranger = "stranger";

    private readonly RabbitMqVirtualHost virtualHost = new();
    private RunningService? service;

    internal RunningService Service => service ?? throw new InvalidOperationException("The service was not started.");

    internal Broker BrokerOf(string caller) => new(virtualHost.Uri, UserOf(caller), virtualHost.Password);

    /// <summary>The broker is shared by test classes: its users bear the name of the virtual host.</summary>
    internal string UserOf(string caller) => $"{caller}.{virtualHost.Name}";

    public async Task InitializeAsync()
    {
        await virtualHost.InitializeAsync();
        foreach (var caller in new[] { Shop, Stranger })
        {
            await virtualHost.Server.CreateUserAsync(virtualHost.Name, UserOf(caller), virtualHost.Password, BrokerPermissions.All);
        }

        var known = $"Callers:Known:{UserOf(Shop)}";
        service = await RunningService.StartAsync(
            new Broker(virtualHost.Uri, virtualHost.UserName, virtualHost.Password),
            ("Callers:Identity", "Required"),
            ($"{known}:Routes:0", "wallet.balance.*"),
            ($"{known}:Routes:1", "wallet.management.create"),
            ($"{known}:Routes:2", "wallet.management.list"),
            ($"{known}:Users:0", "shop-*"));
    }

    public async Task DisposeAsync()
    {
        await Service.DisposeAsync();
        await virtualHost.DisposeAsync();
    }
}
