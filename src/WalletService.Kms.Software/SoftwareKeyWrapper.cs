using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WalletService.Domain.Ports;

namespace WalletService.Kms.Software;

/// <summary>Wraps data keys under the passphrase or key file of the software keys' directory, for development.</summary>
internal sealed class SoftwareKeyWrapper(IOptions<SoftwareKeysOptions> options) : IKeyWrapper, IDisposable
{
    private const string WrappedBy = "software/directory";

    private readonly EncryptedSeeds? files =
        string.IsNullOrEmpty(options.Value.Directory) ? null : new EncryptedSeeds(options.Value.Directory, options.Value);

    /// <inheritdoc/>
    public string Provider => SoftwareKeysServiceCollectionExtensions.Provider;

    /// <inheritdoc/>
    public async Task<WrappedKey> WrapAsync(ReadOnlyMemory<byte> dataKey, string context, CancellationToken cancellationToken)
    {
        var box = (await OpenAsync(cancellationToken)).Seal(dataKey.Span, Context(context));
        return new WrappedKey([.. box.Nonce, .. box.Ciphertext, .. box.Tag], WrappedBy);
    }

    /// <inheritdoc/>
    public async Task<byte[]> UnwrapAsync(ReadOnlyMemory<byte> wrapped, string context, CancellationToken cancellationToken)
    {
        var cipher = await OpenAsync(cancellationToken);
        try
        {
            return cipher.Open(SealedBytes.Split(wrapped.Span), Context(context));
        }
        catch (CryptographicException exception)
        {
            throw new KeyUnusableException(
                KeyUnusableException.WrongKey, "A data key was wrapped under another passphrase, or was changed.", exception);
        }
    }

    public void Dispose() => files?.Dispose();

    private async Task<SeedCipher> OpenAsync(CancellationToken cancellationToken)
    {
        if (files is null)
        {
            throw new KeyUnusableException("no_directory", "Software keys in memory wrap no data keys: they would end with the process.");
        }

        try
        {
            return await files.OpenAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PortUnavailableException(SoftwareWalletKeys.Dependency, "The directory of the software keys can't be used.", exception);
        }
    }

    /// <summary>No file of a wallet has such a context.</summary>
    private static byte[] Context(string context) => Encoding.UTF8.GetBytes($"data key/{context}");
}
