using System.Collections.Concurrent;
using System.Globalization;
using Amazon.KeyManagementService;
using Amazon.KeyManagementService.Model;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Solana;
using WalletService.Solana.Cryptography;

namespace WalletService.Kms.Aws;

/// <summary>
/// Keys of wallets in the HSMs of AWS KMS: one asymmetric key per wallet, of key spec ECC_NIST_EDWARDS25519, found by its alias. Messages
/// are signed as they are (ED25519_SHA_512 with message type RAW, which is PureEdDSA of RFC 8032).
/// </summary>
internal sealed class AwsKmsWalletKeys(AwsKmsCaller caller, IOptions<AwsKmsOptions> options, ILogger<AwsKmsWalletKeys> logger) : IKeyVault
{
    private const string KeySpecEd25519 = "ECC_NIST_EDWARDS25519";
    private const string Algorithm = "ED25519_SHA_512";

    /// <summary>AWS keeps asymmetric keys in its HSMs only (FIPS 140-3, level 3).</summary>
    private const string ProtectionLevel = "HSM";

    private const string Described = "Solana wallet";

    /// <summary>
    /// What the description of a key ends with that was made ahead of its wallet. Unlike a tag it is read with the key's state, by the same
    /// permission.
    /// </summary>
    private const string AheadOfWallet = ", made ahead";

    /// <summary>The shortest wait that AWS allows: the key was never used.</summary>
    private const int LeftOverDays = 7;

    private readonly AwsKmsOptions options = options.Value;

    /// <summary>The public keys by the names of keys: they never change.</summary>
    private readonly ConcurrentDictionary<string, SolanaAddress> addresses = new(StringComparer.Ordinal);

    public string Provider => AwsKmsServiceCollectionExtensions.Provider;

    public Task<WalletKey> CreateAsync(WalletId walletId, CancellationToken cancellationToken) =>
        FindOrMakeAsync(new WalletKeyId(walletId, WalletKeyId.First), isPrepared: false, cancellationToken);

    public Task<WalletKey> PrepareAsync(WalletId walletId, CancellationToken cancellationToken) =>
        FindOrMakeAsync(new WalletKeyId(walletId, WalletKeyId.First), isPrepared: true, cancellationToken);

    public Task<WalletKey> RenewAsync(WalletId walletId, int keyNumber, CancellationToken cancellationToken) =>
        FindOrMakeAsync(new WalletKeyId(walletId, keyNumber), isPrepared: false, cancellationToken);

    private async Task<WalletKey> FindOrMakeAsync(WalletKeyId keyId, bool isPrepared, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var alias = AwsKeyNames.Alias(options, keyId);
        try
        {
            var key = await FindAsync(alias, cancellationToken) ?? await MakeAsync(alias, keyId, isPrepared, cancellationToken);
            return await DescribeAsync(key, alias, cancellationToken);
        }
        catch (Exception exception) when (AwsKmsErrors.IsFailure(exception, cancellationToken))
        {
            throw AwsKmsErrors.ToPortException(exception, alias);
        }
    }

    public async Task<byte[]> SignAsync(
        WalletId walletId, WalletKey key, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (message.IsEmpty)
        {
            throw new ArgumentException("An empty message is never signed.", nameof(message));
        }

        cancellationToken.ThrowIfCancellationRequested();
        AwsKeyNames.Check(walletId, key.KeyVersionName);
        try
        {
            await CheckAddressAsync(key, cancellationToken);
            return await caller.CallAsync((client, token) => SignAsync(client, key, message, token), cancellationToken);
        }
        catch (Exception exception) when (AwsKmsErrors.IsFailure(exception, cancellationToken))
        {
            throw AwsKmsErrors.ToPortException(exception, key.KeyVersionName);
        }
    }

    public async Task CheckAsync(WalletId walletId, WalletKey key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        cancellationToken.ThrowIfCancellationRequested();
        AwsKeyNames.Check(walletId, key.KeyVersionName);
        try
        {
            CheckAddress(key, await AskForAddressAsync(key.KeyVersionName, cancellationToken));
        }
        catch (Exception exception) when (AwsKmsErrors.IsFailure(exception, cancellationToken))
        {
            throw AwsKmsErrors.ToPortException(exception, key.KeyVersionName);
        }
    }

    /// <summary>The key, checked like a new one, and whether it was made ahead of its wallet; null when the vault has none.</summary>
    /// <exception cref="PortUnavailableException">The vault could not be reached.</exception>
    /// <exception cref="KeyUnusableException">It is there and can't be used.</exception>
    internal async Task<(WalletKey Key, bool IsPrepared)?> FindAsync(WalletKeyId keyId, CancellationToken cancellationToken)
    {
        var alias = AwsKeyNames.Alias(options, keyId);
        try
        {
            return await FindAsync(alias, cancellationToken) is { } key
                ? (await DescribeAsync(key, alias, cancellationToken), key.Description?.EndsWith(AheadOfWallet, StringComparison.Ordinal) == true)
                : null;
        }
        catch (Exception exception) when (AwsKmsErrors.IsFailure(exception, cancellationToken))
        {
            throw AwsKmsErrors.ToPortException(exception, alias);
        }
    }

    /// <exception cref="KeyUnusableException">The vault has another public key under the key's name.</exception>
    internal async Task CheckAddressAsync(WalletKey key, CancellationToken cancellationToken) =>
        CheckAddress(key, await ReadAddressAsync(key.KeyVersionName, cancellationToken));

    private static void CheckAddress(WalletKey key, SolanaAddress address)
    {
        if (address != key.Address)
        {
            throw new KeyUnusableException(KeyUnusableException.WrongKey, $"The public key of {key.KeyVersionName} is not {key.Address}.");
        }
    }

    private async Task<WalletKey> DescribeAsync(KeyMetadata key, string alias, CancellationToken cancellationToken)
    {
        Check(key, alias);
        var name = AwsKeyNames.AliasArn(key.Arn, alias);
        return new WalletKey(Provider, name, await ReadAddressAsync(name, cancellationToken), ProtectionLevel);
    }

    private static async Task<byte[]> SignAsync(
        IAmazonKeyManagementService client, WalletKey key, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream(message.ToArray(), writable: false);
        var reply = await client.SignAsync(
            new SignRequest
            {
                KeyId = key.KeyVersionName,
                Message = content,
                MessageType = MessageType.RAW,
                SigningAlgorithm = new SigningAlgorithmSpec(Algorithm),
            },
            cancellationToken);
        var signature = reply.Signature?.ToArray() ?? [];
        return signature.Length == Ed25519.SignatureLength && Ed25519.Verify(key.Address.Bytes.Span, message.Span, signature)
            ? signature
            : throw new DamagedReplyException($"The signature ({signature.Length} bytes) does not verify against {key.Address}.");
    }

    private async Task<KeyMetadata?> FindAsync(string alias, CancellationToken cancellationToken)
    {
        try
        {
            return (await caller.CallAsync(
                (client, token) => client.DescribeKeyAsync(new DescribeKeyRequest { KeyId = alias }, token), cancellationToken)).KeyMetadata;
        }
        catch (NotFoundException)
        {
            return null;
        }
    }

    /// <summary>Makes a key and gives it the alias. Who comes second with the alias takes the first one's key, and gives its own up.</summary>
    private async Task<KeyMetadata> MakeAsync(string alias, WalletKeyId keyId, bool isPrepared, CancellationToken cancellationToken)
    {
        var made = (await caller.CallAsync(
            (client, token) => client.CreateKeyAsync(
                new CreateKeyRequest
                {
                    KeySpec = new KeySpec(KeySpecEd25519),
                    KeyUsage = KeyUsageType.SIGN_VERIFY,
                    Description = isPrepared ? $"{Described} {keyId}{AheadOfWallet}" : $"{Described} {keyId}",
                    Tags =
                    [
                        new Tag { TagKey = "wallet-id", TagValue = keyId.WalletId.ToString() },
                        new Tag { TagKey = "environment", TagValue = options.Environment },
                        .. keyId.Number == WalletKeyId.First
                            ? []
                            : new[] { new Tag { TagKey = "key-number", TagValue = keyId.Number.ToString(CultureInfo.InvariantCulture) } },
                    ],
                },
                token),
            cancellationToken)).KeyMetadata;
        try
        {
            await caller.CallAsync(
                (client, token) => client.CreateAliasAsync(new CreateAliasRequest { AliasName = alias, TargetKeyId = made.KeyId }, token),
                cancellationToken);
            Log.KeyMade(logger, made.Arn, keyId.WalletId.ToString());
            return made;
        }
        catch (AlreadyExistsException)
        {
            var first = await FindAsync(alias, cancellationToken)
                ?? throw new DamagedReplyException($"{alias} is there and is not.");
            if (first.KeyId != made.KeyId)
            {
                await GiveUpAsync(made, keyId.WalletId, cancellationToken);
            }

            return first;
        }
    }

    private async Task GiveUpAsync(KeyMetadata key, WalletId walletId, CancellationToken cancellationToken)
    {
        Log.KeyLeftOver(logger, key.Arn, walletId.ToString());
        await caller.CallAsync(
            (client, token) => client.ScheduleKeyDeletionAsync(
                new ScheduleKeyDeletionRequest { KeyId = key.KeyId, PendingWindowInDays = LeftOverDays }, token),
            cancellationToken);
    }

    private async Task<SolanaAddress> ReadAddressAsync(string name, CancellationToken cancellationToken) =>
        addresses.TryGetValue(name, out var known) ? known : await AskForAddressAsync(name, cancellationToken);

    private async Task<SolanaAddress> AskForAddressAsync(string name, CancellationToken cancellationToken)
    {
        var reply = await caller.CallAsync(
            (client, token) => client.GetPublicKeyAsync(new GetPublicKeyRequest { KeyId = name }, token), cancellationToken);
        if (reply.KeySpec?.Value != KeySpecEd25519 || Ed25519PublicKeyInfo.ReadAddress(reply.PublicKey?.ToArray()) is not { } address)
        {
            throw new KeyUnusableException("wrong_algorithm", $"The public key of {name} is no Ed25519 key.");
        }

        return addresses[name] = SolanaAddress.FromBytes(address.Span);
    }

    /// <summary>A key found under the wallet's alias may have been made by somebody else, or for something else.</summary>
    private static void Check(KeyMetadata key, string alias)
    {
        if (key.KeySpec?.Value != KeySpecEd25519 || key.KeyUsage != KeyUsageType.SIGN_VERIFY)
        {
            throw new KeyUnusableException("wrong_algorithm", $"{alias} is a key of {key.KeySpec} for {key.KeyUsage}.");
        }

        if (key.KeyState != KeyState.Enabled)
        {
            var reason = key.KeyState == KeyState.Disabled ? "disabled" : key.KeyState == KeyState.PendingDeletion ? "destroyed" : "wrong_state";
            throw new KeyUnusableException(reason, $"{alias} is in the state '{key.KeyState}'.");
        }
    }
}
