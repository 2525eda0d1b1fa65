using System.Net.Http.Json;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using WalletService.Cli.Recovery;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Servers.Aws;

namespace WalletService.Cli.Tests.Recovery;

/// <summary>Both vaults by their protocols, reached with the settings of an operator's environment.</summary>
public sealed class VaultAccessTests : IAsyncLifetime
{
    private readonly Dictionary<string, string> environment = new(StringComparer.Ordinal);
    private KmsEmulatorProcess google = null!;
    private FakeAwsKms aws = null!;

    public async Task InitializeAsync()
    {
        google = await KmsEmulatorProcess.StartAsync();
        aws = await FakeAwsKms.StartAsync();
        using var http = new HttpClient { BaseAddress = google.BaseUrl };
        using var made = await http.PostAsJsonAsync("/v1/projects/cli/locations/europe-west6/keyRings?keyRingId=wallets", new { });
        made.EnsureSuccessStatusCode();
        environment["GoogleKms__ProjectId"] = "cli";
        environment["GoogleKms__LocationId"] = "europe-west6";
        environment["GoogleKms__KeyRingId"] = "wallets";
        environment["GoogleKms__BaseUrl"] = google.BaseUrl.ToString();
        environment["GoogleKms__Credentials"] = "None";
        foreach (var (name, value) in aws.Settings)
        {
            environment[$"AwsKms__{name}"] = value;
        }
    }

    public async Task DisposeAsync()
    {
        await aws.DisposeAsync();
        await google.DisposeAsync();
    }

    [Fact]
    public async Task The_keys_of_both_vaults_are_read_in_one_go()
    {
        await using var vaults = VaultAccess.Open(environment.GetValueOrDefault);
        var made = new List<WalletKey>();
        foreach (var vault in vaults.GetServices<IKeyVault>())
        {
            made.Add(await vault.CreateAsync(WalletId.New(TimeProvider.System), default));
        }

        var found = new List<RegisteredKey>();
        await foreach (var key in VaultAccess.ReadKeysAsync(vaults, default))
        {
            found.Add(key);
        }

        Assert.Equal(["google", "aws"], made.Select(key => key.Provider));
        Assert.Equal(made, found.Select(entry => entry.Key));
    }

    [Theory]
    [InlineData("GoogleKms__ProjectId", "aws")]
    [InlineData("AwsKms__Region", "google")]
    public async Task One_vault_is_enough(string missing, string left)
    {
        environment.Remove(missing);
        await using var vaults = VaultAccess.Open(environment.GetValueOrDefault);

        Assert.Equal(left, Assert.Single(vaults.GetServices<IKeyDestruction>()).Provider);
        Assert.Single(vaults.GetServices<IKeyRegister>());
    }

    [Theory]
    [InlineData("GoogleKms", "google", "aws")]
    [InlineData("AwsKms", "aws", "google")]
    public async Task The_vault_that_makes_keys_wraps_data_keys_and_the_other_opens_what_it_wrapped(string provider, string preferred, string other)
    {
        environment["Keys__Provider"] = provider;
        await using var services = VaultAccess.AddNames(new ServiceCollection(), environment.GetValueOrDefault).BuildServiceProvider();

        var wrappers = services.GetRequiredService<KeyWrappers>();

        Assert.Equal(preferred, wrappers.Preferred.Provider);
        Assert.Equal([other, preferred], wrappers.All.Select(wrapper => wrapper.Provider).OrderBy(word => word == preferred));
        if (wrappers.Preferred.Provider == "aws")
        {
            var key = RandomNumberGenerator.GetBytes(32);
            var wrapped = await wrappers.Preferred.WrapAsync(key, "data key 1", default);
            Assert.Equal(key, await wrappers.Preferred.UnwrapAsync(wrapped.Bytes, "data key 1", default));
        }
    }

    [Fact]
    public void Without_a_vault_names_stay_as_they_are_stored() =>
        Assert.Empty(VaultAccess.AddNames(new ServiceCollection(), _ => null));
}
