using System.Text.Json.Nodes;
using WalletService.Domain.Ports;
using WalletService.KmsEmulator;
using WalletService.KmsEmulator.Faults;

namespace WalletService.Kms.Google.Tests;

public sealed class CreationTests
{
    [Fact]
    public async Task A_key_is_created_polled_until_enabled_and_read()
    {
        await using var kms = await Kms.StartAsync(new KmsEmulatorOptions { PendingPolls = 3 });
        var wallet = Kms.NewWallet();

        var key = await kms.Keys.CreateAsync(wallet, CancellationToken.None);

        Assert.Equal($"{Kms.KeyRingName}/cryptoKeys/wallet-{wallet}/cryptoKeyVersions/1", key.KeyVersionName);
        Assert.Equal("SOFTWARE", key.ProtectionLevel);
        Assert.Equal(
            [Kms.CreateKey, Kms.GetVersion, Kms.GetVersion, Kms.GetVersion, Kms.GetVersion, Kms.GetPublicKey],
            kms.Emulator.Calls.Latest().Select(call => call.Operation));
    }

    [Fact]
    public async Task The_request_names_purpose_algorithm_level_labels_and_the_longest_destruction_wait()
    {
        await using var kms = await Kms.StartAsync();
        var wallet = Kms.NewWallet();

        await kms.Keys.CreateAsync(wallet, CancellationToken.None);

        var sent = JsonNode.Parse(kms.Emulator.Calls.Latest()[0].Body);
        var expected = new JsonObject
        {
            ["purpose"] = "ASYMMETRIC_SIGN",
            ["versionTemplate"] = new JsonObject { ["algorithm"] = "EC_SIGN_ED25519", ["protectionLevel"] = "SOFTWARE" },
            ["labels"] = new JsonObject { ["app"] = "wallet-service", ["environment"] = "test", ["wallet"] = wallet.ToString() },
            ["destroyScheduledDuration"] = "10368000s",
        };
        Assert.True(JsonNode.DeepEquals(expected, sent), sent?.ToJsonString());
    }

    [Fact]
    public async Task A_key_made_ahead_says_so_and_is_the_wallets_key_ever_after()
    {
        await using var kms = await Kms.StartAsync();
        var wallet = Kms.NewWallet();

        var prepared = await kms.Keys.PrepareAsync(wallet, CancellationToken.None);

        var sent = JsonNode.Parse(kms.Emulator.Calls.Latest()[0].Body);
        Assert.Equal("true", (string?)sent!["labels"]!["prepared"]);
        Assert.Equal(prepared, await kms.Keys.CreateAsync(wallet, CancellationToken.None));
        Assert.NotEmpty(await kms.Keys.SignAsync(wallet, prepared, new byte[] { 1 }, CancellationToken.None));
    }

    [Fact]
    public async Task A_repeated_creation_finds_the_key()
    {
        await using var kms = await Kms.StartAsync();
        var wallet = Kms.NewWallet();
        var first = await kms.Keys.CreateAsync(wallet, CancellationToken.None);
        kms.Emulator.Calls.Reset();

        var second = await kms.Keys.CreateAsync(wallet, CancellationToken.None);

        Assert.Equal(first, second);
        Assert.Equal([Kms.CreateKey, Kms.GetKey, Kms.GetVersion, Kms.GetPublicKey], kms.Emulator.Calls.Latest().Select(call => call.Operation));
    }

    /// <summary>The key was made, the answer was lost: it is looked up, and not made again.</summary>
    [Theory]
    [InlineData(FaultKind.LostReply)]
    [InlineData(FaultKind.TruncatedJson)]
    [InlineData(FaultKind.WrongName)]
    [InlineData(FaultKind.HtmlSuccessPage)]
    public async Task A_creation_whose_answer_was_lost_is_looked_up(FaultKind fault)
    {
        await using var kms = await Kms.StartAsync();
        kms.Plan(fault, Kms.CreateKey);

        await kms.Keys.CreateAsync(Kms.NewWallet(), CancellationToken.None);

        Assert.Equal(1, kms.Count(Kms.CreateKey));
        Assert.Equal(1, kms.Count(Kms.GetKey));
    }

    /// <summary>It was not made: the look finds nothing, and it is made then.</summary>
    [Theory]
    [InlineData(FaultKind.Internal)]
    [InlineData(FaultKind.DeadlineExceeded)]
    [InlineData(FaultKind.ConnectionReset)]
    public async Task A_creation_that_may_have_happened_is_looked_up_before_it_is_repeated(FaultKind fault)
    {
        await using var kms = await Kms.StartAsync();
        kms.Plan(fault, Kms.CreateKey);

        await kms.Keys.CreateAsync(Kms.NewWallet(), CancellationToken.None);

        Assert.Equal(
            [Kms.CreateKey, Kms.GetKey, Kms.CreateKey],
            kms.Emulator.Calls.Latest().Take(3).Select(call => call.Operation));
    }

    [Theory]
    [InlineData(FaultKind.Unavailable)]
    [InlineData(FaultKind.Aborted)]
    [InlineData(FaultKind.RateLimited)]
    [InlineData(FaultKind.Unauthenticated)]
    public async Task A_creation_that_did_not_happen_is_repeated(FaultKind fault)
    {
        await using var kms = await Kms.StartAsync();
        kms.Plan(fault, Kms.CreateKey);

        await kms.Keys.CreateAsync(Kms.NewWallet(), CancellationToken.None);

        Assert.Equal(2, kms.Count(Kms.CreateKey));
        Assert.Equal(0, kms.Count(Kms.GetKey));
    }

    /// <summary>503 should mean that nothing happened; when it did all the same, the repetition meets the key.</summary>
    [Fact]
    public async Task A_creation_that_happened_behind_a_503_is_found_by_its_repetition()
    {
        await using var kms = await Kms.StartAsync();
        kms.Plan(FaultKind.LostReplyUnavailable, Kms.CreateKey);

        await kms.Keys.CreateAsync(Kms.NewWallet(), CancellationToken.None);

        Assert.Equal(2, kms.Count(Kms.CreateKey));
        Assert.Equal(1, kms.Count(Kms.GetKey));
    }

    [Theory]
    [InlineData(Kms.GetVersion, FaultKind.Unavailable)]
    [InlineData(Kms.GetPublicKey, FaultKind.Internal)]
    [InlineData(Kms.GetPublicKey, FaultKind.WrongPemCrc)]
    [InlineData(Kms.GetPublicKey, FaultKind.WrongName)]
    public async Task Reads_are_retried(string operation, FaultKind fault)
    {
        await using var kms = await Kms.StartAsync(new KmsEmulatorOptions { PendingPolls = 0 });
        kms.Plan(fault, operation);

        await kms.Keys.CreateAsync(Kms.NewWallet(), CancellationToken.None);

        Assert.Equal(2, kms.Count(operation));
    }

    [Theory]
    [InlineData(FaultKind.WrongAlgorithm, "wrong_algorithm")]
    [InlineData(FaultKind.P256PublicKey, "wrong_algorithm")]
    [InlineData(FaultKind.WrongProtectionLevel, "wrong_protection_level")]
    public async Task A_public_key_of_another_kind_is_refused_at_once(FaultKind fault, string reason)
    {
        await using var kms = await Kms.StartAsync();
        kms.Plan(fault, Kms.GetPublicKey, times: 0);

        var failure = await Assert.ThrowsAsync<KeyUnusableException>(() => kms.Keys.CreateAsync(Kms.NewWallet(), CancellationToken.None));

        Assert.Equal(reason, failure.Reason);
        Assert.Equal(1, kms.Count(Kms.GetPublicKey));
    }

    [Theory]
    [InlineData("ASYMMETRIC_SIGN", "EC_SIGN_P256_SHA256", null, "wrong_algorithm")]
    [InlineData("ENCRYPT_DECRYPT", null, null, "wrong_purpose")]
    [InlineData("ASYMMETRIC_SIGN", "EC_SIGN_ED25519", "production", "wrong_labels")]
    public async Task A_key_made_otherwise_under_the_wallets_name_is_refused(string purpose, string? algorithm, string? environment, string reason)
    {
        await using var kms = await Kms.StartAsync();
        var wallet = Kms.NewWallet();
        await kms.SendAsync(HttpMethod.Post, $"{Kms.KeyRingName}/cryptoKeys?cryptoKeyId=wallet-{wallet}", new()
        {
            ["purpose"] = purpose,
            ["versionTemplate"] = algorithm is null ? null : new JsonObject { ["algorithm"] = algorithm },
            ["labels"] = new JsonObject { ["app"] = "wallet-service", ["environment"] = environment ?? "test", ["wallet"] = wallet.ToString() },
        });

        var failure = await Assert.ThrowsAsync<KeyUnusableException>(() => kms.Keys.CreateAsync(wallet, CancellationToken.None));

        Assert.Equal(reason, failure.Reason);
    }

    [Fact]
    public async Task A_wallets_key_that_was_disabled_is_refused()
    {
        await using var kms = await Kms.StartAsync();
        var wallet = Kms.NewWallet();
        var key = await kms.Keys.CreateAsync(wallet, CancellationToken.None);
        await kms.SendAsync(HttpMethod.Patch, key.KeyVersionName + "?updateMask=state", new() { ["state"] = "DISABLED" });

        var failure = await Assert.ThrowsAsync<KeyUnusableException>(() => kms.Keys.CreateAsync(wallet, CancellationToken.None));

        Assert.Equal("disabled", failure.Reason);
    }

    [Fact]
    public async Task Googles_refusal_of_Ed25519_at_HSM_level_is_passed_on()
    {
        await using var kms = await Kms.StartAsync(settings: ("ProtectionLevel", "Hsm"));

        var failure = await Assert.ThrowsAsync<KeyUnusableException>(() => kms.Keys.CreateAsync(Kms.NewWallet(), CancellationToken.None));

        Assert.Equal("algorithm_not_supported", failure.Reason);
        Assert.Equal(1, kms.Count(Kms.CreateKey));
    }

    [Fact]
    public async Task Keys_at_HSM_level_work_where_the_service_makes_them()
    {
        await using var kms = await Kms.StartAsync(new KmsEmulatorOptions { AllowEd25519AtHsm = true }, settings: ("ProtectionLevel", "Hsm"));

        var key = await kms.NewKeyAsync();

        Assert.Equal("HSM", key.ProtectionLevel);
        Assert.NotEmpty(await kms.SignAsync(key, new byte[] { 1 }));
    }

    [Fact]
    public async Task A_missing_key_ring_is_an_operators_task()
    {
        await using var kms = await Kms.StartAsync(settings: ("KeyRingId", "other"));
        await using var services = Kms.BuildServices(kms.Emulator.BaseAddress, settings: ("KeyRingId", "missing"));

        var failure = await Assert.ThrowsAsync<KeyUnusableException>(
            () => ((IKeyVault)services.GetService(typeof(IKeyVault))!).CreateAsync(Kms.NewWallet(), CancellationToken.None));

        Assert.Equal("not_found", failure.Reason);
    }

    [Fact]
    public async Task The_key_ring_is_made_once()
    {
        await using var kms = await Kms.StartAsync();

        await kms.GoogleKeys.EnsureKeyRingAsync(CancellationToken.None);

        Assert.Equal(["keyRings.create", Kms.GetRing], kms.Emulator.Calls.Latest().Select(call => call.Operation));
    }
}
