using System.Text.Json.Nodes;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Kms.Google.Tests;

/// <summary>The wallets' keys, found again from Cloud KMS alone.</summary>
public sealed class KeyRegisterTests
{
    /// <summary>More than a page of the list holds.</summary>
    private const int Keys = 105;

    [Fact]
    public async Task Every_key_is_found_on_every_page_with_its_address()
    {
        await using var kms = await Kms.StartAsync();
        var made = new Dictionary<WalletId, WalletKey>();
        for (var number = 0; number < Keys; number++)
        {
            var wallet = Kms.NewWallet();
            made.Add(wallet, await kms.Keys.CreateAsync(wallet, CancellationToken.None));
        }

        var found = await ReadAsync(kms);

        Assert.Equal(made, found.ToDictionary(entry => entry.WalletId!, entry => entry.Key!));
        Assert.All(found, entry => Assert.False(entry.IsPrepared));
    }

    [Fact]
    public async Task Keys_made_ahead_and_in_other_locations_are_found_and_told_apart()
    {
        await using var kms = await Kms.StartAsync(
            null, null, ("FallbackLocationIds:0", "us-east1"), ("MaxAttempts", "1"), ("BreakerMinimumThroughput", "100"));
        var prepared = await kms.Keys.PrepareAsync(Kms.NewWallet(), CancellationToken.None);
        kms.Emulator.Faults.Add(new() { Kind = KmsEmulator.Faults.FaultKind.Unavailable, Location = "europe-west6", Times = 0 });
        var elsewhere = await kms.Keys.CreateAsync(Kms.NewWallet(), CancellationToken.None);
        kms.Emulator.Faults.Clear();

        var found = await ReadAsync(kms);

        Assert.Equal([(prepared, true), (elsewhere, false)], found.Select(entry => (entry.Key!, entry.IsPrepared)));
    }

    [Fact]
    public async Task Other_keys_are_left_out_and_unusable_ones_are_named()
    {
        await using var kms = await Kms.StartAsync();
        var good = await kms.NewKeyAsync();
        var disabled = await kms.NewKeyAsync();
        await kms.SendAsync(HttpMethod.Patch, disabled.KeyVersionName + "?updateMask=state", new() { ["state"] = "DISABLED" });
        await CreateAsync(kms, "somebody-elses", new JsonObject { ["app"] = "another" });
        await CreateAsync(kms, "of-another-environment", Labels(Kms.NewWallet(), "production"));
        await CreateAsync(kms, "misnamed", Labels(Kms.NewWallet(), "test"));

        var found = await ReadAsync(kms);

        Assert.Equal(good, Assert.Single(found, entry => entry.Problem is null).Key);
        Assert.Equal(
            ["cryptoKeys/misnamed", $"cryptoKeys/wallet-{kms.WalletOf(disabled)}"],
            found.Where(entry => entry.Problem is not null).Select(entry => entry.Name[(Kms.KeyRingName.Length + 1)..]));
        Assert.All(found.Where(entry => entry.Problem is not null), entry => Assert.Null(entry.Key));
    }

    private static async Task<List<RegisteredKey>> ReadAsync(Kms kms)
    {
        var found = new List<RegisteredKey>();
        await foreach (var entry in kms.Get<IKeyRegister>().ReadAsync(CancellationToken.None))
        {
            found.Add(entry);
        }

        return found;
    }

    private static JsonObject Labels(WalletId wallet, string environment) =>
        new() { ["app"] = "wallet-service", ["environment"] = environment, ["wallet"] = wallet.ToString() };

    private static Task CreateAsync(Kms kms, string id, JsonObject labels) =>
        kms.SendAsync(HttpMethod.Post, $"{Kms.KeyRingName}/cryptoKeys?cryptoKeyId={id}", new()
        {
            ["purpose"] = "ASYMMETRIC_SIGN",
            ["versionTemplate"] = new JsonObject { ["algorithm"] = "EC_SIGN_ED25519" },
            ["labels"] = labels,
        });
}
