using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Solana;

namespace WalletService.Kms.Software;

/// <summary>
/// Keys of wallets in this process, for development: seeds in memory, and encrypted at rest when a directory is configured.
/// </summary>
internal sealed class SoftwareWalletKeys : IKeyVault, IDisposable
{
    public const string Dependency = "kms";
    private const string ProtectionLevel = "SOFTWARE";
    private const string NamePrefix = "software/wallets/";
    private const string NameSuffix = "/versions/1";

    private readonly ConcurrentDictionary<WalletKeyId, byte[]> seeds = new();
    private readonly SemaphoreSlim creating = new(1);
    private readonly EncryptedSeeds? files;
    private readonly ILogger<SoftwareWalletKeys> logger;

    public SoftwareWalletKeys(IOptions<SoftwareKeysOptions> options, ILogger<SoftwareWalletKeys> logger)
    {
        this.logger = logger;
        var directory = options.Value.Directory;
        files = string.IsNullOrEmpty(directory) ? null : new EncryptedSeeds(directory, options.Value);
        Log.SoftwareKeysInUse(logger, files is null ? "memory" : directory!);
    }

    /// <inheritdoc/>
    public string Provider => SoftwareKeysServiceCollectionExtensions.Provider;

    /// <inheritdoc/>
    public Task<WalletKey> CreateAsync(WalletId walletId, CancellationToken cancellationToken) =>
        FindOrMakeAsync(new WalletKeyId(walletId, WalletKeyId.First), cancellationToken);

    /// <inheritdoc/>
    public Task<WalletKey> RenewAsync(WalletId walletId, int keyNumber, CancellationToken cancellationToken) =>
        FindOrMakeAsync(new WalletKeyId(walletId, keyNumber), cancellationToken);

    private async Task<WalletKey> FindOrMakeAsync(WalletKeyId keyId, CancellationToken cancellationToken)
    {
        await creating.WaitAsync(cancellationToken);
        try
        {
            var seed = await FindAsync(keyId, cancellationToken) ?? await MakeAsync(keyId, cancellationToken);
            return new WalletKey(Provider, $"{NamePrefix}{keyId}{NameSuffix}", AddressOf(seed), ProtectionLevel);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unavailable(exception);
        }
        finally
        {
            creating.Release();
        }
    }

    /// <inheritdoc/>
    public async Task<byte[]> SignAsync(
        WalletId walletId, WalletKey key, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (message.IsEmpty)
        {
            throw new ArgumentException("An empty message is never signed.", nameof(message));
        }

        var seed = await ReadSeedAsync(walletId, key, cancellationToken);
        var signature = Ed25519.Sign(seed, message.Span);
        if (!Ed25519.Verify(key.Address.Bytes.Span, message.Span, signature))
        {
            throw new PortUnavailableException(Dependency, $"A signature of {key.KeyVersionName} failed its check.");
        }

        Log.Signed(logger, key.KeyVersionName, message.Length);
        return signature;
    }

    /// <inheritdoc/>
    public Task CheckAsync(WalletId walletId, WalletKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ReadSeedAsync(walletId, key, cancellationToken);
    }

    /// <summary>Opens the directory, if there is one: fails as signing would.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            await (files?.OpenAsync(cancellationToken) ?? Task.CompletedTask);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unavailable(exception);
        }
    }

    public void Dispose()
    {
        creating.Dispose();
        files?.Dispose();
    }

    /// <summary>The seed of a stored key, which has to be one of the wallet's.</summary>
    private async Task<byte[]> ReadSeedAsync(WalletId walletId, WalletKey key, CancellationToken cancellationToken)
    {
        var keyId = ParseName(key.KeyVersionName);
        if (keyId.WalletId != walletId)
        {
            throw new KeyUnusableException(KeyUnusableException.WrongWallet, $"{key.KeyVersionName} is no key of wallet {walletId}.");
        }

        var seed = await LookUpAsync(keyId, cancellationToken)
            ?? throw new KeyUnusableException("not_found", $"There is no software key {key.KeyVersionName}.");
        if (AddressOf(seed) is var address && address != key.Address)
        {
            throw new KeyUnusableException(
                KeyUnusableException.WrongKey, $"{key.KeyVersionName} has the address {address} in place of {key.Address}.");
        }

        return seed;
    }

    private async Task<byte[]?> LookUpAsync(WalletKeyId keyId, CancellationToken cancellationToken)
    {
        try
        {
            return await FindAsync(keyId, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unavailable(exception);
        }
    }

    private async Task<byte[]?> FindAsync(WalletKeyId keyId, CancellationToken cancellationToken)
    {
        if (seeds.TryGetValue(keyId, out var known))
        {
            return known;
        }

        var seed = files is null ? null : await files.FindAsync(keyId, cancellationToken);
        return seed is null ? null : seeds.GetOrAdd(keyId, seed);
    }

    private async Task<byte[]> MakeAsync(WalletKeyId keyId, CancellationToken cancellationToken)
    {
        var (seed, publicKey) = Ed25519.GenerateKey();
        if (files is not null && !await files.AddAsync(keyId, SolanaAddress.FromBytes(publicKey), seed, cancellationToken))
        {
            // Another process was faster: its key is the wallet's.
            seed = (await files.FindAsync(keyId, cancellationToken))!;
        }

        return seeds.GetOrAdd(keyId, seed);
    }

    private static WalletKeyId ParseName(string name) =>
        name.StartsWith(NamePrefix, StringComparison.Ordinal)
        && name.EndsWith(NameSuffix, StringComparison.Ordinal)
        && WalletKeyId.TryParse(name[NamePrefix.Length..^NameSuffix.Length], out var keyId)
            ? keyId
            : throw new KeyUnusableException("wrong_name", $"'{name}' is no name of a software key.");

    private static SolanaAddress AddressOf(byte[] seed) => SolanaAddress.FromBytes(Ed25519.PublicKeyFromSeed(seed));

    private static PortUnavailableException Unavailable(Exception exception) =>
        new(Dependency, "The directory of the software keys can't be used.", exception);
}
