using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Kms.Aws.Tests;

/// <summary>What is AWS's own: how keys are made and found, and what its failures mean.</summary>
public sealed class AwsKmsWalletKeysTests
{
    private static readonly byte[] Message = "the bytes of a message"u8.ToArray();

    [Fact]
    public async Task A_key_bears_the_wallet_and_the_environment_in_its_alias_and_tags()
    {
        await using var vault = await AwsKmsVault.StartAsync();
        var wallet = NewWallet();

        var key = await vault.Keys.CreateAsync(wallet, default);

        Assert.Equal("aws", key.Provider);
        Assert.Equal("HSM", key.ProtectionLevel);
        Assert.Equal($"arn:aws:kms:eu-central-2:111122223333:alias/wallet-test-{wallet}", key.KeyVersionName);
        var made = Assert.Single(vault.Aws.Keys);
        Assert.Equal("ECC_NIST_EDWARDS25519", made.Spec);
        Assert.Equal(
            [("wallet-id", wallet.ToString()), ("environment", "test")],
            made.Labels.AsArray().Select(tag => (tag!["TagKey"]!.GetValue<string>(), tag["TagValue"]!.GetValue<string>())));
    }

    [Fact]
    public async Task Of_creations_at_once_the_keys_that_come_late_are_given_up()
    {
        await using var vault = await AwsKmsVault.StartAsync();
        var wallet = NewWallet();

        var keys = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => vault.Keys.CreateAsync(wallet, default)));

        Assert.Single(keys.Distinct());
        Assert.Single(vault.Aws.Keys, key => key.State == "Enabled");
        Assert.All(vault.Aws.Keys.Where(key => key.State != "Enabled"), key => Assert.Equal("PendingDeletion", key.State));
    }

    [Theory]
    [InlineData(500, "KMSInternalException")]
    [InlineData(503, "ServiceUnavailableException")]
    [InlineData(400, "ThrottlingException")]
    [InlineData(500, "DependencyTimeoutException")]
    public async Task What_passes_is_tried_again(int status, string error)
    {
        await using var vault = await AwsKmsVault.StartAsync();
        var (wallet, key) = await CreateAsync(vault);
        var left = 2;
        vault.Aws.Fault = operation => operation == "Sign" && Interlocked.Decrement(ref left) >= 0 ? (status, error) : null;

        Assert.Equal(64, (await vault.Keys.SignAsync(wallet, key, Message, default)).Length);
        Assert.Equal(3, vault.Aws.Operations.Count(operation => operation == "Sign"));
    }

    [Fact]
    public async Task What_does_not_pass_is_unavailable_and_shows_in_the_health()
    {
        await using var vault = await AwsKmsVault.StartAsync(("MaxAttempts", "2"));
        var (wallet, key) = await CreateAsync(vault);
        vault.Aws.Fault = _ => (500, "KMSInternalException");

        await Assert.ThrowsAsync<PortUnavailableException>(() => vault.Keys.SignAsync(wallet, key, Message, default));
        Assert.False((await vault.Probe.ProbeAsync(default)).Healthy);

        vault.Aws.Fault = _ => null;
        await vault.Keys.SignAsync(wallet, key, Message, default);
        Assert.True((await vault.Probe.ProbeAsync(default)).Healthy);
    }

    [Theory]
    [InlineData("AccessDeniedException", "permission_denied")]
    [InlineData("NotFoundException", "not_found")]
    [InlineData("DisabledException", "disabled")]
    [InlineData("KMSInvalidStateException", "wrong_state")]
    public async Task What_an_operator_has_to_put_right_is_tried_once(string error, string reason)
    {
        await using var vault = await AwsKmsVault.StartAsync();
        var (wallet, key) = await CreateAsync(vault);
        vault.Aws.Fault = operation => operation == "Sign" ? (400, error) : null;

        var failure = await Assert.ThrowsAsync<KeyUnusableException>(() => vault.Keys.SignAsync(wallet, key, Message, default));

        Assert.Equal(reason, failure.Reason);
        Assert.Single(vault.Aws.Operations, operation => operation == "Sign");
    }

    [Fact]
    public async Task A_signature_that_does_not_verify_is_asked_for_again_and_never_returned()
    {
        await using var vault = await AwsKmsVault.StartAsync(("MaxAttempts", "3"));
        var (wallet, key) = await CreateAsync(vault);
        vault.Aws.Damage = signature => [.. signature[..63], (byte)(signature[63] ^ 1)];

        await Assert.ThrowsAsync<PortUnavailableException>(() => vault.Keys.SignAsync(wallet, key, Message, default));
        Assert.Equal(3, vault.Aws.Operations.Count(operation => operation == "Sign"));

        vault.Aws.Damage = signature => signature[..63];
        await Assert.ThrowsAsync<PortUnavailableException>(() => vault.Keys.SignAsync(wallet, key, Message, default));
    }

    [Fact]
    public async Task A_key_of_another_kind_under_the_alias_is_not_used()
    {
        await using var vault = await AwsKmsVault.StartAsync();
        var (wallet, _) = await CreateAsync(vault);
        Assert.Single(vault.Aws.Keys).State = "PendingDeletion";

        var failure = await Assert.ThrowsAsync<KeyUnusableException>(() => vault.Keys.CreateAsync(wallet, default));

        Assert.Equal("destroyed", failure.Reason);
    }

    private static async Task<(WalletId Wallet, WalletKey Key)> CreateAsync(AwsKmsVault vault)
    {
        var wallet = NewWallet();
        return (wallet, await vault.Keys.CreateAsync(wallet, default));
    }

    private static WalletId NewWallet() => WalletId.New(TimeProvider.System);
}
