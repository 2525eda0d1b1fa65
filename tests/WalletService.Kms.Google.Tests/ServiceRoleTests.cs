using System.Text.Json.Nodes;
using WalletService.Domain.Ports;
using WalletService.KmsEmulator.Faults;
using WalletService.Solana;
using WalletService.TestKit.Documents;
using WalletService.TestKit.Servers;

namespace WalletService.Kms.Google.Tests;

/// <summary>
/// A vault that gives the service the rights of its role in <c>docs/security/keys.md</c> and no other. Whoever has taken an instance over has these;
/// to read a private key is nobody's right, as Cloud KMS has no operation for it.
/// </summary>
public sealed class ServiceRoleTests
{
    private static readonly byte[] Message = "the bytes of a message"u8.ToArray();

    /// <summary>Which operation each permission is for, by Google's reference of them.</summary>
    private static readonly Dictionary<string, string> OperationOf = new(StringComparer.Ordinal)
    {
        ["cloudkms.keyRings.get"] = Kms.GetRing,
        ["cloudkms.cryptoKeys.create"] = Kms.CreateKey,
        ["cloudkms.cryptoKeys.get"] = Kms.GetKey,
        ["cloudkms.cryptoKeyVersions.get"] = Kms.GetVersion,
        ["cloudkms.cryptoKeyVersions.viewPublicKey"] = Kms.GetPublicKey,
        ["cloudkms.cryptoKeyVersions.useToSign"] = Kms.Sign,
        ["cloudkms.cryptoKeyVersions.useToEncrypt"] = "cryptoKeys.encrypt",
        ["cloudkms.cryptoKeyVersions.useToDecrypt"] = "cryptoKeys.decrypt",
    };

    [Fact]
    public async Task They_are_enough_for_all_that_the_service_does()
    {
        await using var kms = await WithTheRoleAsync();
        var wallet = Kms.NewWallet();
        var first = await kms.Keys.CreateAsync(wallet, default);
        var second = await kms.Keys.RenewAsync(wallet, 2, default);
        var prepared = await kms.Keys.PrepareAsync(Kms.NewWallet(), default);
        await kms.Keys.CheckAsync(wallet, second, default);
        var wrapped = await kms.Wrapper.WrapAsync(Message, "a data key", default);

        Assert.Equal(Message, await kms.Wrapper.UnwrapAsync(wrapped.Bytes, "a data key", default));
        Assert.Equal(3, new[] { first, second, prepared }.Select(key => key.Address).Distinct().Count());
        var signature = await kms.Keys.SignAsync(wallet, second, Message, default);
        Assert.True(Ed25519.Verify(second.Address.Bytes.Span, Message, signature));
        Assert.Subset(Role().ToHashSet(), kms.Emulator.Calls.CountAll().Keys.ToHashSet());
    }

    [Fact]
    public async Task With_them_no_key_is_destroyed_or_disabled()
    {
        await using var kms = await WithTheRoleAsync();
        var key = await kms.NewKeyAsync();

        var refused = await Assert.ThrowsAnyAsync<Exception>(
            () => kms.Get<IKeyDestruction>().ScheduleAsync(kms.WalletOf(key), key, default));

        Assert.True(refused is KeyUnusableException or PortUnavailableException, $"{refused}");
        foreach (var (method, path, body) in Attempts(key.KeyVersionName))
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => kms.SendAsync(method, path, body));
        }

        var signature = await kms.SignAsync(key, Message);
        Assert.True(Ed25519.Verify(key.Address.Bytes.Span, Message, signature));
    }

    [Fact]
    public void The_role_has_no_operation_that_gives_a_private_key_away_or_ends_it() =>
        Assert.DoesNotContain(Role(), operation => operation.Contains("export", StringComparison.OrdinalIgnoreCase)
            || operation.EndsWith(".destroy", StringComparison.Ordinal)
            || operation.EndsWith(".patch", StringComparison.Ordinal));

    /// <summary>What somebody would try who has the identity of an instance.</summary>
    private static IEnumerable<(HttpMethod Method, string Path, JsonObject? Body)> Attempts(string version)
    {
        yield return (HttpMethod.Post, version + ":destroy", null);
        yield return (HttpMethod.Patch, version + "?updateMask=state", new() { ["state"] = "DISABLED" });
        yield return (HttpMethod.Post, version + ":export", null);
        yield return (HttpMethod.Get, version + ":getPrivateKey", null);
    }

    /// <summary>Everything that the role does not name is denied, as the vault denies it.</summary>
    private static async Task<Kms> WithTheRoleAsync()
    {
        var kms = await Kms.StartAsync();
        foreach (var operation in kms.Emulator.Operations.Except(Role(), StringComparer.Ordinal))
        {
            kms.Plan(FaultKind.PermissionDenied, operation, times: 0);
        }

        return kms;
    }

    /// <summary>What the service's rows of the document permit.</summary>
    private static IReadOnlyCollection<string> Role()
    {
        var rows = MarkdownTable.Read(File.ReadAllText(RepositoryRoot.PathOf("docs", "security", "keys.md")))
            .Single(table => table.Columns[0] == "Identity").Rows.Where(row => row[0].StartsWith("Service", StringComparison.Ordinal));
        var operations = rows
            .SelectMany(row => row[1].Split('`'))
            .Where(word => word.StartsWith("cloudkms.", StringComparison.Ordinal))
            .Select(permission => OperationOf[permission])
            .ToHashSet(StringComparer.Ordinal);
        Assert.NotEmpty(operations);
        return operations;
    }
}
