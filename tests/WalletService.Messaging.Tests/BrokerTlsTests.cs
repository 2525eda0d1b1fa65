using WalletService.Client;
using WalletService.Contracts.Management;
using WalletService.Domain.Connections;
using WalletService.Messaging.Tests.Fixture;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.Messaging.Tests;

/// <summary>A real broker that speaks TLS only, with a certificate of a private authority for <c>localhost</c>.</summary>
public sealed class BrokerTlsTests : IAsyncLifetime
{
    private readonly TestAuthority authority = new();
    private RabbitMqServer? server;
    private string virtualHost = string.Empty;

    public async Task InitializeAsync()
    {
        server = await RabbitMqServer.StartAsync(authority.Issue());
        virtualHost = await server.CreateVirtualHostAsync();
    }

    public async Task DisposeAsync()
    {
        await server!.DisposeAsync();
        authority.Dispose();
    }

    [Fact]
    public async Task Service_and_client_meet_at_a_broker_that_the_authority_vouches_for()
    {
        await using var service = await RunningService.StartAsync(BrokerAt("localhost"), ("RabbitMq:AuthorityFile", authority.AuthorityFile));
        await using var client = await WalletClient.ConnectAsync(ClientOptions("localhost", authority.AuthorityFile));
        Assert.Empty((await client.ListWalletsAsync(new ListWallets { UserId = Some.User() })).Wallets);
    }

    [Fact]
    public async Task The_service_and_the_client_refuse_a_broker_of_another_name_or_another_authority()
    {
        using var other = new TestAuthority();
        (string Host, string? Authority)[] wrong =
            [("127.0.0.1", authority.AuthorityFile), ("localhost", other.AuthorityFile), ("localhost", null)];
        foreach (var (host, file) in wrong)
        {
            var refused = await Assert.ThrowsAsync<WalletConnectionException>(() => WalletClient.ConnectAsync(ClientOptions(host, file)));
            Assert.NotNull(refused.InnerException);

            await using var service = await RunningService.StartWithoutWaitingAsync(
                BrokerAt(host), file is null ? [] : [("RabbitMq:AuthorityFile", file)]);
            await Eventually.BecomesTrueAsync(async () => !(await service.Probe.ProbeAsync(default)).Detail.Contains("starting", StringComparison.Ordinal));
            Assert.False((await service.Probe.ProbeAsync(default)).Healthy);
        }
    }

    private Broker BrokerAt(string host) =>
        new(new Uri($"amqps://{host}:{server!.Port}/{virtualHost}"), RabbitMqServer.UserName, server.Password);

    private WalletClientOptions ClientOptions(string host, string? authorityFile) => new()
    {
        BrokerUri = BrokerAt(host).Uri,
        UserName = RabbitMqServer.UserName,
        Password = server!.Password,
        CertificateCheck = authorityFile is null ? null : PrivateAuthority.Load(authorityFile).Accepts,
        ConnectTimeout = TimeSpan.FromSeconds(5),
    };
}
