using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.KmsEmulator.Faults;
using WalletService.Solana;

namespace WalletService.Kms.Google.Tests;

public sealed class SigningTests
{
    private static readonly byte[] Message = "the message of a transaction"u8.ToArray();

    [Theory]
    [InlineData(FaultKind.Unavailable)]
    [InlineData(FaultKind.Internal)]
    [InlineData(FaultKind.DeadlineExceeded)]
    [InlineData(FaultKind.Aborted)]
    [InlineData(FaultKind.RateLimited)]
    [InlineData(FaultKind.RateLimitedWithRetryAfter)]
    [InlineData(FaultKind.Unauthenticated)]
    [InlineData(FaultKind.DataDamagedInTransit)]
    [InlineData(FaultKind.HtmlErrorPage)]
    [InlineData(FaultKind.HtmlSuccessPage)]
    [InlineData(FaultKind.ConnectionReset)]
    [InlineData(FaultKind.LostReply)]
    [InlineData(FaultKind.TruncatedJson)]
    [InlineData(FaultKind.EmptyObject)]
    [InlineData(FaultKind.WrongSignatureCrc)]
    [InlineData(FaultKind.MissingVerifiedDataCrc)]
    [InlineData(FaultKind.WrongName)]
    [InlineData(FaultKind.FlippedSignatureBit)]
    [InlineData(FaultKind.ShortSignature)]
    [InlineData(FaultKind.DerSignature)]
    public async Task One_temporary_failure_is_retried_once(FaultKind fault)
    {
        await using var kms = await Kms.StartAsync();
        var key = await kms.NewKeyAsync();
        kms.Plan(fault, Kms.Sign);

        var signature = await kms.SignAsync(key, Message);

        Assert.True(Ed25519.Verify(key.Address.Bytes.Span, Message, signature));
        Assert.Equal(2, kms.Count(Kms.Sign));
        Assert.Equal(2, kms.Emulator.Calls.Latest().Count);
    }

    [Theory]
    [InlineData(FaultKind.Unavailable)]
    [InlineData(FaultKind.Internal)]
    [InlineData(FaultKind.DeadlineExceeded)]
    [InlineData(FaultKind.Aborted)]
    [InlineData(FaultKind.RateLimited)]
    [InlineData(FaultKind.HtmlErrorPage)]
    [InlineData(FaultKind.ConnectionReset)]
    [InlineData(FaultKind.TruncatedJson)]
    public async Task A_lasting_outage_ends_as_unavailable_after_all_attempts(FaultKind fault)
    {
        await using var kms = await Kms.StartAsync(settings: ("MaxAttempts", "4"));
        var key = await kms.NewKeyAsync();
        kms.Plan(fault, Kms.Sign, times: 0);

        var failure = await Assert.ThrowsAsync<PortUnavailableException>(() => kms.SignAsync(key, Message));

        Assert.Equal("kms", failure.Dependency);
        Assert.Equal(4, kms.Count(Kms.Sign));
        Assert.Equal(4, kms.Emulator.Calls.Latest().Count);
    }

    [Theory]
    [InlineData(FaultKind.WrongSignatureCrc)]
    [InlineData(FaultKind.MissingVerifiedDataCrc)]
    [InlineData(FaultKind.WrongName)]
    [InlineData(FaultKind.FlippedSignatureBit)]
    [InlineData(FaultKind.ShortSignature)]
    [InlineData(FaultKind.DerSignature)]
    [InlineData(FaultKind.EmptyObject)]
    [InlineData(FaultKind.DataDamagedInTransit)]
    public async Task Lasting_damage_ends_after_three_attempts(FaultKind fault)
    {
        await using var kms = await Kms.StartAsync();
        var key = await kms.NewKeyAsync();
        kms.Plan(fault, Kms.Sign, times: 0);

        await Assert.ThrowsAsync<PortUnavailableException>(() => kms.SignAsync(key, Message));

        Assert.Equal(3, kms.Count(Kms.Sign));
        Assert.Equal(3, kms.Emulator.Calls.Latest().Count);
    }

    [Theory]
    [InlineData(FaultKind.PermissionDenied, "permission_denied", 1)]
    [InlineData(FaultKind.ServiceDisabled, "service_disabled", 1)]
    [InlineData(FaultKind.DisabledVersion, "disabled", 1)]
    [InlineData(FaultKind.WrongProtectionLevel, "wrong_protection_level", 1)]
    [InlineData(FaultKind.Unauthenticated, "unauthenticated", 2)]
    public async Task A_refusal_is_not_retried(FaultKind fault, string reason, int calls)
    {
        await using var kms = await Kms.StartAsync();
        var key = await kms.NewKeyAsync();
        kms.Plan(fault, Kms.Sign, times: 0);

        var failure = await Assert.ThrowsAsync<KeyUnusableException>(() => kms.SignAsync(key, Message));

        Assert.Equal(reason, failure.Reason);
        Assert.Equal(calls, kms.Count(Kms.Sign));
        Assert.Equal(calls, kms.Emulator.Calls.Latest().Count);
    }

    [Fact]
    public async Task A_disabled_version_signs_again_when_it_is_enabled()
    {
        await using var kms = await Kms.StartAsync();
        var key = await kms.NewKeyAsync();
        await kms.SendAsync(HttpMethod.Patch, key.KeyVersionName + "?updateMask=state", new() { ["state"] = "DISABLED" });

        var failure = await Assert.ThrowsAsync<KeyUnusableException>(() => kms.SignAsync(key, Message));
        await kms.SendAsync(HttpMethod.Patch, key.KeyVersionName + "?updateMask=state", new() { ["state"] = "ENABLED" });

        Assert.Equal("disabled", failure.Reason);
        Assert.NotEmpty(await kms.SignAsync(key, Message));
    }

    [Fact]
    public async Task A_destroyed_version_is_unusable()
    {
        await using var kms = await Kms.StartAsync();
        var key = await kms.NewKeyAsync();
        await kms.SendAsync(HttpMethod.Post, key.KeyVersionName + ":destroy");

        var failure = await Assert.ThrowsAsync<KeyUnusableException>(() => kms.SignAsync(key, Message));

        Assert.Equal("destroyed", failure.Reason);
    }

    [Fact]
    public async Task A_P256_version_behind_the_name_is_found_out_before_it_signs()
    {
        await using var kms = await Kms.StartAsync();
        var wallet = Kms.NewWallet();
        var version = await CreateKeyAsync(kms, wallet, new()
        {
            ["purpose"] = "ASYMMETRIC_SIGN",
            ["versionTemplate"] = new JsonObject { ["algorithm"] = "EC_SIGN_P256_SHA256" },
        });
        await kms.SendAsync(HttpMethod.Get, version);
        await kms.SendAsync(HttpMethod.Get, version);
        var key = await kms.NewKeyAsync() with { KeyVersionName = version };

        var failure = await Assert.ThrowsAsync<KeyUnusableException>(() => kms.Keys.SignAsync(wallet, key, Message, CancellationToken.None));

        Assert.Equal("wrong_algorithm", failure.Reason);
        Assert.Equal(0, kms.Count(Kms.Sign));
    }

    [Fact]
    public async Task A_symmetric_key_behind_the_name_is_refused()
    {
        await using var kms = await Kms.StartAsync();
        var wallet = Kms.NewWallet();
        var version = await CreateKeyAsync(kms, wallet, new() { ["purpose"] = "ENCRYPT_DECRYPT" });
        var key = await kms.NewKeyAsync() with { KeyVersionName = version };

        var failure = await Assert.ThrowsAsync<KeyUnusableException>(() => kms.Keys.SignAsync(wallet, key, Message, CancellationToken.None));

        Assert.Equal("failed_precondition", failure.Reason);
        Assert.Equal(0, kms.Count(Kms.Sign));
    }

    [Fact]
    public async Task The_key_of_another_wallet_is_found_out_by_its_name_without_a_call()
    {
        await using var kms = await Kms.StartAsync();
        var key = await kms.NewKeyAsync();
        var other = await kms.NewKeyAsync();

        var swapped = await Assert.ThrowsAsync<KeyUnusableException>(
            () => kms.SignAsync(key with { KeyVersionName = other.KeyVersionName }, Message));
        var bothSwapped = await Assert.ThrowsAsync<KeyUnusableException>(
            () => kms.Keys.SignAsync(kms.WalletOf(key), other, Message, CancellationToken.None));

        Assert.All([swapped, bothSwapped], failure => Assert.True(failure.IsMismatch));
        Assert.Empty(kms.Emulator.Calls.Latest());
    }

    [Fact]
    public async Task Another_address_is_found_out_by_one_look_at_the_public_key_and_before_signing()
    {
        await using var kms = await Kms.StartAsync();
        var key = await kms.NewKeyAsync();
        var other = await kms.NewKeyAsync();
        await using var restarted = Kms.BuildServices(kms.Emulator.BaseAddress);
        var keys = restarted.GetRequiredService<IKeyVault>();

        for (var time = 0; time < 2; time++)
        {
            var failure = await Assert.ThrowsAsync<KeyUnusableException>(
                () => keys.SignAsync(kms.WalletOf(key), key with { Address = other.Address }, Message, CancellationToken.None));
            Assert.Equal("wrong_key", failure.Reason);
        }

        Assert.Equal(0, kms.Count(Kms.Sign));
        Assert.Equal(1, kms.Count(Kms.GetPublicKey));
        Assert.NotEmpty(await keys.SignAsync(kms.WalletOf(key), key, Message, CancellationToken.None));
    }

    [Fact]
    public async Task Without_quota_to_read_the_public_key_the_signature_itself_decides()
    {
        await using var kms = await Kms.StartAsync();
        var key = await kms.NewKeyAsync();
        var other = await kms.NewKeyAsync();
        await using var restarted = Kms.BuildServices(kms.Emulator.BaseAddress);
        var keys = restarted.GetRequiredService<IKeyVault>();
        kms.Plan(FaultKind.RateLimited, Kms.GetPublicKey, times: 0);

        await Assert.ThrowsAsync<PortUnavailableException>(
            () => keys.SignAsync(kms.WalletOf(key), key with { Address = other.Address }, Message, CancellationToken.None));
        Assert.NotEmpty(await keys.SignAsync(kms.WalletOf(key), key, Message, CancellationToken.None));
    }

    [Fact]
    public async Task Without_quota_to_read_the_public_key_nothing_is_confirmed()
    {
        await using var kms = await Kms.StartAsync();
        var key = await kms.NewKeyAsync();
        kms.Plan(FaultKind.RateLimited, Kms.GetPublicKey, times: 0);

        await Assert.ThrowsAsync<PortUnavailableException>(() => kms.Keys.CheckAsync(kms.WalletOf(key), key, CancellationToken.None));
    }

    [Fact]
    public async Task What_was_destroyed_since_is_confirmed_no_longer()
    {
        await using var kms = await Kms.StartAsync();
        var key = await kms.NewKeyAsync();
        await kms.Keys.CheckAsync(kms.WalletOf(key), key, CancellationToken.None);
        await kms.SendAsync(HttpMethod.Post, key.KeyVersionName + ":destroy");

        await Assert.ThrowsAsync<KeyUnusableException>(() => kms.Keys.CheckAsync(kms.WalletOf(key), key, CancellationToken.None));
    }

    [Fact]
    public async Task Exactly_the_data_and_its_checksum_are_sent()
    {
        await using var kms = await Kms.StartAsync();
        var key = await kms.NewKeyAsync();

        await kms.SignAsync(key, "123456789"u8.ToArray());

        var call = Assert.Single(kms.Emulator.Calls.Latest());
        Assert.Equal($"/v1/{key.KeyVersionName}:asymmetricSign", call.Target);
        Assert.Equal("""{"data":"MTIzNDU2Nzg5","dataCrc32c":"3808858755"}""", call.Body);
        Assert.Null(call.Authorization);
    }

    [Fact]
    public async Task One_signature_costs_one_call()
    {
        await using var kms = await Kms.StartAsync();
        var key = await kms.NewKeyAsync();

        for (var index = 0; index < 5; index++)
        {
            await kms.SignAsync(key, Message);
        }

        Assert.Equal(5, kms.Emulator.Calls.Latest().Count);
    }

    /// <summary>Somebody else's key under the name that the wallet's key would have; the name of its first version.</summary>
    private static async Task<string> CreateKeyAsync(Kms kms, WalletId wallet, JsonObject body)
    {
        await kms.SendAsync(HttpMethod.Post, $"{Kms.KeyRingName}/cryptoKeys?cryptoKeyId=wallet-{wallet}", body);
        return $"{Kms.KeyRingName}/cryptoKeys/wallet-{wallet}/cryptoKeyVersions/1";
    }
}
