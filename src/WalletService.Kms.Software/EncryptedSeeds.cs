using System.Security.Cryptography;
using System.Text;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Kms.Software;

/// <summary>Seeds in a directory, one encrypted file per key of a wallet. Several processes may share it.</summary>
internal sealed class EncryptedSeeds : IDisposable
{
    private const int FormatVersion = 1;
    private const int SaltLength = 16;
    private const string VaultFileName = "vault.json";
    private static readonly byte[] CheckText = "WalletService software keys"u8.ToArray();
    private readonly string directory;
    private readonly SoftwareKeysOptions options;
    private readonly SemaphoreSlim opening = new(1);
    private SeedCipher? cipher;

    public EncryptedSeeds(string directory, SoftwareKeysOptions options)
    {
        this.directory = directory;
        this.options = options;
    }

    public void Dispose() => opening.Dispose();

    /// <summary>The seed of a wallet's key; null when there is none.</summary>
    /// <exception cref="KeyUnusableException">The passphrase is wrong, or the file was changed.</exception>
    public async Task<byte[]?> FindAsync(WalletKeyId keyId, CancellationToken cancellationToken)
    {
        var opened = await OpenAsync(cancellationToken);
        var file = await AtomicFile.ReadAsync(PathOf(keyId), KeyFilesJson.Default.SeedFile, cancellationToken);
        if (file is null)
        {
            return null;
        }

        try
        {
            return opened.Open(file.Seed, Context(keyId, file.Address));
        }
        catch (CryptographicException exception)
        {
            throw new KeyUnusableException("damaged", $"The key file of {keyId} was changed.", exception);
        }
    }

    /// <summary>Stores a seed. False when another process stored one before.</summary>
    public async Task<bool> AddAsync(WalletKeyId keyId, SolanaAddress address, byte[] seed, CancellationToken cancellationToken)
    {
        var opened = await OpenAsync(cancellationToken);
        var file = new SeedFile(FormatVersion, keyId.ToString(), address.Value, opened.Seal(seed, Context(keyId, address.Value)));
        return await AtomicFile.CreateAsync(PathOf(keyId), file, KeyFilesJson.Default.SeedFile, cancellationToken);
    }

    /// <summary>Derives the key once; the first process to come makes the vault file.</summary>
    public async Task<SeedCipher> OpenAsync(CancellationToken cancellationToken)
    {
        await opening.WaitAsync(cancellationToken);
        try
        {
            return cipher ??= await OpenVaultAsync(cancellationToken);
        }
        finally
        {
            opening.Release();
        }
    }

    private async Task<SeedCipher> OpenVaultAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, VaultFileName);
        var vault = await AtomicFile.ReadAsync(path, KeyFilesJson.Default.VaultFile, cancellationToken);
        if (vault is null)
        {
            await AtomicFile.CreateAsync(path, await NewVaultAsync(cancellationToken), KeyFilesJson.Default.VaultFile, cancellationToken);
            vault = await AtomicFile.ReadAsync(path, KeyFilesJson.Default.VaultFile, cancellationToken);
        }

        var opened = await DeriveAsync(vault!.Salt, vault.Iterations, cancellationToken);
        try
        {
            opened.Open(vault.Check, CheckText);
            return opened;
        }
        catch (CryptographicException exception)
        {
            throw new KeyUnusableException("wrong_passphrase", "The passphrase or key file does not open the software keys.", exception);
        }
    }

    private async Task<VaultFile> NewVaultAsync(CancellationToken cancellationToken)
    {
        var usesPassphrase = !string.IsNullOrEmpty(options.Passphrase);
        var salt = usesPassphrase ? RandomNumberGenerator.GetBytes(SaltLength) : [];
        var iterations = usesPassphrase ? SeedCipher.Iterations : 0;
        var fresh = await DeriveAsync(salt, iterations, cancellationToken);
        return new VaultFile(FormatVersion, salt, iterations, fresh.Seal(CheckText, CheckText));
    }

    private async Task<SeedCipher> DeriveAsync(byte[] salt, int iterations, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(options.Passphrase))
        {
            return new SeedCipher(await File.ReadAllBytesAsync(options.KeyFile!, cancellationToken));
        }

        // Fewer iterations would come from a changed file, and weaken the passphrase.
        return iterations >= SeedCipher.Iterations
            ? SeedCipher.FromPassphrase(options.Passphrase, salt, iterations)
            : throw new KeyUnusableException("damaged", $"The vault file names {iterations} iterations; at least {SeedCipher.Iterations} are needed.");
    }

    private string PathOf(WalletKeyId keyId) => Path.Combine(directory, $"{keyId}.json");

    private static byte[] Context(WalletKeyId keyId, string address) => Encoding.UTF8.GetBytes($"{keyId}/{address}");
}
