using Microsoft.Extensions.DependencyInjection;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.Redis.Tests.Connections;

/// <summary>A real Redis that speaks TLS only, with a certificate of a private authority for <c>localhost</c>.</summary>
public sealed class RedisTlsTests : IAsyncLifetime
{
    private readonly TestAuthority authority = new();
    private RedisServer? server;

    private RedisServer Server => server ?? throw new InvalidOperationException("The server was not started.");

    public async Task InitializeAsync() => server = await RedisServer.StartAsync(authority.Issue());

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        authority.Dispose();
    }

    [Fact]
    public async Task Is_used_when_the_authority_vouches_for_its_name()
    {
        await using var services = Build("localhost", authority.AuthorityFile);
        await Eventually.BecomesTrueAsync(() => RedisCacheServices.IsHealthyAsync(services));
        Assert.True(await RedisCacheServices.IsHealthyAsync(services));
    }

    [Fact]
    public async Task Is_refused_when_its_name_or_its_authority_is_another()
    {
        using var other = new TestAuthority();
        await using var otherName = Build("127.0.0.1", authority.AuthorityFile);
        await using var otherAuthority = Build("localhost", other.AuthorityFile);
        await using var unknownAuthority = Build("localhost", null);
        await using var right = Build("localhost", authority.AuthorityFile);

        // The right one connects, begun after the others; these have had their time.
        await Eventually.BecomesTrueAsync(() => RedisCacheServices.IsHealthyAsync(right));
        foreach (var refused in new[] { otherName, otherAuthority, unknownAuthority })
        {
            for (var probe = 0; probe < 3; probe++)
            {
                Assert.False(await RedisCacheServices.IsHealthyAsync(refused));
            }
        }
    }

    [Fact]
    public void A_file_without_certificates_is_refused_at_start()
    {
        var rules = new RedisOptionsRules();
        var options = new RedisOptions { Endpoint = "localhost:1", UseTls = true, AuthorityFile = "/nowhere.crt" };
        Assert.Contains("/nowhere.crt", rules.Validate(null, options).FailureMessage, StringComparison.Ordinal);
        options.AuthorityFile = authority.AuthorityFile;
        Assert.True(rules.Validate(null, options).Succeeded);
        options.UseTls = false;
        Assert.Contains("UseTls", rules.Validate(null, options).FailureMessage, StringComparison.Ordinal);
    }

    private ServiceProvider Build(string host, string? authorityFile) => RedisCacheServices.Build(
        ("Endpoint", $"{host}:{Server.Port}"),
        ("Password", Server.Password),
        ("UseTls", "true"),
        ("AuthorityFile", authorityFile ?? string.Empty),
        ("ConnectTimeout", "00:00:10"),
        ("CallTimeout", "00:00:05"));
}
