using WalletService.TestKit.Fixtures;
using WalletService.TestKit.Servers;

namespace WalletService.Messaging.Tests.Fixture;

/// <summary>A running service that requires tokens of its callers.</summary>
public sealed class ServiceForTokens : IAsyncLifetime
{
    /// <summary>A known caller: creates and lists the wallets of users whose ids begin with <c>shop-</c>.</summary>
    public const string Shop = "shop";

    /// <summary>A user of the broker whom the service's settings do not name.</summary>
    public const string Stranger = "stranger";

    private readonly RabbitMqVirtualHost virtualHost = new();
    private readonly TemporaryFolder folder = new("caller-tokens");
    private RunningService? service;

    internal CallerTokenIssuer Issuer { get; } = new();

    internal RunningService Service => service ?? throw new InvalidOperationException("The service was not started.");

    internal Broker BrokerOf(string caller) => new(virtualHost.Uri, UserOf(caller), virtualHost.Password);

    internal string UserOf(string caller) => $"{caller}.{virtualHost.Name}";

    public async Task InitializeAsync()
    {
        await virtualHost.InitializeAsync();
        foreach (var caller in new[] { Shop, Stranger })
        {
            await virtualHost.Server.CreateUserAsync(virtualHost.Name, UserOf(caller), virtualHost.Password, BrokerPermissions.All);
        }

        await File.WriteAllTextAsync(folder.PathOf("keys.json"), Issuer.KeySet);
        var known = $"Callers:Known:{UserOf(Shop)}";
        service = await RunningService.StartAsync(
            new Broker(virtualHost.Uri, virtualHost.UserName, virtualHost.Password),
            ("Callers:Identity", "Required"),
            ("CallerTokens:Mode", "Required"),
            ("CallerTokens:Issuer", CallerTokenIssuer.Issuer),
            ("CallerTokens:Audience", CallerTokenIssuer.Audience),
            ("CallerTokens:KeysFile", folder.PathOf("keys.json")),
            ($"{known}:Routes:0", "wallet.management.create"),
            ($"{known}:Routes:1", "wallet.management.list"),
            ($"{known}:Users:0", "shop-*"));
    }

    public async Task DisposeAsync()
    {
        await Service.DisposeAsync();
        await virtualHost.DisposeAsync();
        folder.Dispose();
        Issuer.Dispose();
    }
}
