using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Kms.Aws.Tests;

/// <summary>The wallets' keys, found again from AWS KMS alone.</summary>
public sealed class AwsKmsKeyRegisterTests
{
    /// <summary>More than a page of the list holds.</summary>
    private const int Wallets = 105;

    [Fact]
    public async Task Every_key_is_found_on_every_page_with_its_address()
    {
        await using var vault = await AwsKmsVault.StartAsync();
        var made = new Dictionary<WalletId, WalletKey>();
        for (var number = 0; number < Wallets; number++)
        {
            var wallet = WalletId.New(TimeProvider.System);
            made.Add(wallet, await vault.Keys.CreateAsync(wallet, default));
        }

        var found = await ReadAsync(vault);

        Assert.Equal(made, found.ToDictionary(entry => entry.WalletId!, entry => entry.Key!));
        Assert.Equal(2, vault.Aws.Operations.Count(operation => operation == "ListAliases"));
    }

    [Fact]
    public async Task A_rotated_wallets_keys_are_told_with_their_numbers()
    {
        await using var vault = await AwsKmsVault.StartAsync();
        var wallet = WalletId.New(TimeProvider.System);
        var first = await vault.Keys.CreateAsync(wallet, default);
        var second = await vault.Keys.RenewAsync(wallet, 2, default);

        var found = await ReadAsync(vault);

        Assert.Equal([(1, first), (2, second)], found.Select(entry => (entry.KeyNumber, entry.Key!)).OrderBy(entry => entry.KeyNumber));
    }

    [Fact]
    public async Task A_key_that_was_made_ahead_of_its_wallet_is_told_from_one_that_was_not()
    {
        await using var vault = await AwsKmsVault.StartAsync();
        var (prepared, made) = (WalletId.New(TimeProvider.System), WalletId.New(TimeProvider.System));
        await vault.Keys.PrepareAsync(prepared, default);
        await vault.Keys.CreateAsync(made, default);

        var found = await ReadAsync(vault);

        Assert.Equal((true, false), (found.Single(entry => entry.WalletId == prepared).IsPrepared, found.Single(entry => entry.WalletId == made).IsPrepared));
    }

    [Fact]
    public async Task Keys_of_other_environments_are_left_out_and_unusable_ones_are_named()
    {
        await using var vault = await AwsKmsVault.StartAsync();
        var (good, dying) = (WalletId.New(TimeProvider.System), WalletId.New(TimeProvider.System));
        await vault.Keys.CreateAsync(good, default);
        await vault.Keys.CreateAsync(dying, default);
        vault.Aws.Keys.Single(key => key.Labels[0]!["TagValue"]!.GetValue<string>() == dying.ToString()).State = "Disabled";
        vault.Aws.Alias($"alias/wallet-test-2-{WalletId.New(TimeProvider.System)}");
        vault.Aws.Alias("alias/somebody-elses");

        var found = await ReadAsync(vault);

        Assert.Equal(good, Assert.Single(found, entry => entry.Key is not null).WalletId);
        Assert.Contains("'Disabled'", Assert.Single(found, entry => entry.WalletId == dying).Problem, StringComparison.Ordinal);
        Assert.Equal(2, found.Count);
    }

    [Fact]
    public async Task A_vault_that_is_away_is_no_empty_vault()
    {
        await using var vault = await AwsKmsVault.StartAsync(("MaxAttempts", "2"));
        vault.Aws.Fault = _ => (500, "KMSInternalException");

        await Assert.ThrowsAsync<PortUnavailableException>(() => ReadAsync(vault));
    }

    private static async Task<List<RegisteredKey>> ReadAsync(AwsKmsVault vault)
    {
        var found = new List<RegisteredKey>();
        await foreach (var entry in vault.Register.ReadAsync(default))
        {
            found.Add(entry);
        }

        return found;
    }
}
