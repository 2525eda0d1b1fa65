using WalletService.Domain.Ports;
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

        var signature = await kms.Keys.SignAsync(key, Message, CancellationToken.None);

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

        var failure = await Assert.ThrowsAsync<PortUnavailableException>(() => kms.Keys.SignAsync(key, Message, CancellationToken.None));

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
    public async Task Lasting_damage_ends_after_three_attempts_and_one_look_at_the_key(FaultKind fault)
    {
        await using var kms = await Kms.StartAsync();
        var key = await kms.NewKeyAsync();
        kms.Plan(fault, Kms.Sign, times: 0);

        await Assert.ThrowsAsync<PortUnavailableException>(() => kms.Keys.SignAsync(key, Message, CancellationToken.None));

        Assert.Equal(3, kms.Count(Kms.Sign));
        Assert.Equal(1, kms.Count(Kms.GetPublicKey));
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

        var failure = await Assert.ThrowsAsync<KeyUnusableException>(() => kms.Keys.SignAsync(key, Message, CancellationToken.None));

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

        var failure = await Assert.ThrowsAsync<KeyUnusableException>(() => kms.Keys.SignAsync(key, Message, CancellationToken.None));
        await kms.SendAsync(HttpMethod.Patch, key.KeyVersionName + "?updateMask=state", new() { ["state"] = "ENABLED" });

        Assert.Equal("disabled", failure.Reason);
        Assert.NotEmpty(await kms.Keys.SignAsync(key, Message, CancellationToken.None));
    }

    [Fact]
    public async Task A_destroyed_version_is_unusable()
    {
        await using var kms = await Kms.StartAsync();
        var key = await kms.NewKeyAsync();
        await kms.SendAsync(HttpMethod.Post, key.KeyVersionName + ":destroy");

        var failure = await Assert.ThrowsAsync<KeyUnusableException>(() => kms.Keys.SignAsync(key, Message, CancellationToken.None));

        Assert.Equal("destroyed", failure.Reason);
    }

    [Fact]
    public async Task A_P256_version_behind_the_name_is_found_out()
    {
        await using var kms = await Kms.StartAsync();
        var key = await kms.NewKeyAsync();
        await kms.SendAsync(HttpMethod.Post, Kms.KeyRingName + "/cryptoKeys?cryptoKeyId=p256", new()
        {
            ["purpose"] = "ASYMMETRIC_SIGN",
            ["versionTemplate"] = new System.Text.Json.Nodes.JsonObject { ["algorithm"] = "EC_SIGN_P256_SHA256" },
        });
        var version = Kms.KeyRingName + "/cryptoKeys/p256/cryptoKeyVersions/1";
        await kms.SendAsync(HttpMethod.Get, version);
        await kms.SendAsync(HttpMethod.Get, version);

        var failure = await Assert.ThrowsAsync<KeyUnusableException>(
            () => kms.Keys.SignAsync(key with { KeyVersionName = version }, Message, CancellationToken.None));

        Assert.Equal("wrong_algorithm", failure.Reason);
    }

    [Fact]
    public async Task A_symmetric_key_behind_the_name_is_refused()
    {
        await using var kms = await Kms.StartAsync();
        var key = await kms.NewKeyAsync();
        await kms.SendAsync(HttpMethod.Post, Kms.KeyRingName + "/cryptoKeys?cryptoKeyId=secret", new() { ["purpose"] = "ENCRYPT_DECRYPT" });

        var failure = await Assert.ThrowsAsync<KeyUnusableException>(() => kms.Keys.SignAsync(
            key with { KeyVersionName = Kms.KeyRingName + "/cryptoKeys/secret/cryptoKeyVersions/1" }, Message, CancellationToken.None));

        Assert.Equal("failed_precondition", failure.Reason);
    }

    [Fact]
    public async Task The_version_of_another_wallet_is_found_out_by_one_look_at_its_public_key()
    {
        await using var kms = await Kms.StartAsync();
        var key = await kms.NewKeyAsync();
        var other = await kms.NewKeyAsync();

        var failure = await Assert.ThrowsAsync<KeyUnusableException>(
            () => kms.Keys.SignAsync(key with { KeyVersionName = other.KeyVersionName }, Message, CancellationToken.None));

        Assert.Equal("wrong_key", failure.Reason);
        Assert.Equal(3, kms.Count(Kms.Sign));
        Assert.Equal(1, kms.Count(Kms.GetPublicKey));
    }

    [Fact]
    public async Task Exactly_the_data_and_its_checksum_are_sent()
    {
        await using var kms = await Kms.StartAsync();
        var key = await kms.NewKeyAsync();

        await kms.Keys.SignAsync(key, "123456789"u8.ToArray(), CancellationToken.None);

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
            await kms.Keys.SignAsync(key, Message, CancellationToken.None);
        }

        Assert.Equal(5, kms.Emulator.Calls.Latest().Count);
    }
}
