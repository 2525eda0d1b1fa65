using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.TestKit.Contracts.Keys;
using WalletService.TestKit.Servers;

namespace WalletService.Kms.Software.Tests;

public sealed class DirectoryKeysTests : WalletKeysContract, IDisposable
{
    private static readonly byte[] Message = [1, 2, 3];
    private readonly TemporaryFolder folder = new("software-keys");
    private readonly ServiceProvider services;

    public DirectoryKeysTests()
    {
        File.WriteAllBytes(folder.PathOf("key"), RandomNumberGenerator.GetBytes(32));
        services = Open("KeyFile", folder.PathOf("key"));
    }

    protected override IWalletKeys Keys => services.GetRequiredService<IKeyVault>();

    public void Dispose()
    {
        services.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("Passphrase")]
    [InlineData("KeyFile")]
    public async Task Keys_survive_the_process(string protection)
    {
        var secret = protection == "Passphrase" ? SoftwareKeysServices.Passphrase : folder.PathOf("key");
        var wallet = WalletId.New(TimeProvider.System);
        WalletKey key;
        byte[] signature;
        using (var before = Open(protection, secret, protection))
        {
            var keys = before.GetRequiredService<IKeyVault>();
            key = await keys.CreateAsync(wallet, CancellationToken.None);
            signature = await keys.SignAsync(wallet, key, Message, CancellationToken.None);
        }

        using var after = Open(protection, secret, protection);
        var found = after.GetRequiredService<IKeyVault>();
        Assert.Equal(signature, await found.SignAsync(wallet, key, Message, CancellationToken.None));
        Assert.Equal(key, await found.CreateAsync(wallet, CancellationToken.None));
    }

    [Fact]
    public async Task Two_processes_that_create_at_once_get_one_key()
    {
        using var other = Open("KeyFile", folder.PathOf("key"));
        var wallet = WalletId.New(TimeProvider.System);

        var made = await Task.WhenAll(
            Keys.CreateAsync(wallet, CancellationToken.None),
            other.GetRequiredService<IKeyVault>().CreateAsync(wallet, CancellationToken.None));

        Assert.Equal(made[0], made[1]);
    }

    [Fact]
    public async Task A_wrong_passphrase_opens_nothing()
    {
        using (var right = Open("Passphrase", SoftwareKeysServices.Passphrase, "vault"))
        {
            await right.GetRequiredService<IKeyVault>().CreateAsync(WalletId.New(TimeProvider.System), CancellationToken.None);
        }

        using var wrong = Open("Passphrase", TestSecrets.Add("incorrect horse battery staple"), "vault");
        var failure = await Assert.ThrowsAsync<KeyUnusableException>(
            () => wrong.GetRequiredService<IKeyVault>().CreateAsync(WalletId.New(TimeProvider.System), CancellationToken.None));
        Assert.Equal("wrong_passphrase", failure.Reason);
        var state = await wrong.GetRequiredService<IDependencyProbe>().ProbeAsync(CancellationToken.None);
        Assert.False(state.Healthy);
    }

    [Fact]
    public async Task A_key_file_put_in_the_place_of_another_is_found_out()
    {
        var first = WalletId.New(TimeProvider.System);
        var second = WalletId.New(TimeProvider.System);
        await Keys.CreateAsync(first, CancellationToken.None);
        var key = await Keys.CreateAsync(second, CancellationToken.None);
        File.Copy(folder.PathOf($"vault/{first}.json"), folder.PathOf($"vault/{second}.json"), overwrite: true);

        using var restarted = Open("KeyFile", folder.PathOf("key"));
        var failure = await Assert.ThrowsAsync<KeyUnusableException>(
            () => restarted.GetRequiredService<IKeyVault>().SignAsync(second, key, Message, CancellationToken.None));
        Assert.Equal("damaged", failure.Reason);
    }

    [Fact]
    public async Task Key_files_are_readable_by_their_owner_only()
    {
        var wallet = WalletId.New(TimeProvider.System);
        var key = await Keys.CreateAsync(wallet, CancellationToken.None);
        var path = folder.PathOf($"vault/{wallet}.json");

        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(path) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.Contains(key.Address.Value, await File.ReadAllTextAsync(path), StringComparison.Ordinal);
        Assert.Equal(["vault.json", $"{wallet}.json"], Directory.GetFiles(folder.PathOf("vault")).Select(Path.GetFileName).OrderDescending());
    }

    [Fact]
    public async Task A_directory_that_cannot_be_made_is_unavailability()
    {
        using var blocked = SoftwareKeysServices.Build(
            environment: null, ("Directory", folder.PathOf("key/below-a-file")), ("KeyFile", folder.PathOf("key")));

        await Assert.ThrowsAsync<PortUnavailableException>(
            () => blocked.GetRequiredService<IKeyVault>().CreateAsync(WalletId.New(TimeProvider.System), CancellationToken.None));
    }

    private ServiceProvider Open(string protection, string secret, string directory = "vault") =>
        SoftwareKeysServices.Build(environment: null, ("Directory", folder.PathOf(directory)), (protection, secret));
}
