using WalletService.TestKit.Servers;
using Xunit;

namespace WalletService.TestKit.Fixtures;

/// <summary>An empty virtual host of the assembly's RabbitMQ, for one test class: <c>IClassFixture&lt;RabbitMqVirtualHost&gt;</c>.</summary>
public sealed class RabbitMqVirtualHost : IAsyncLifetime
{
    private RabbitMqServer? _server;

    /// <summary>The name of the virtual host.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Its address without credentials, as <c>RabbitMq:Uri</c> takes it.</summary>
    public Uri Uri => Server.UriTo(Name);

    /// <summary>The user who may do everything in it.</summary>
    public string UserName => RabbitMqServer.UserName;

    /// <summary>That user's password.</summary>
    public string Password => Server.Password;

    /// <summary>The broker. It is shared: do not stop it.</summary>
    public RabbitMqServer Server => _server ?? throw new InvalidOperationException("The virtual host was not created.");

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        _server = await SharedServers.RabbitMqAsync();
        Name = await _server.CreateVirtualHostAsync();
    }

    /// <inheritdoc/>
    public Task DisposeAsync() => Task.CompletedTask;
}
