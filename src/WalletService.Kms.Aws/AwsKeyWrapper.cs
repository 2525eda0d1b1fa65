using Amazon.KeyManagementService.Model;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WalletService.Domain.Ports;

namespace WalletService.Kms.Aws;

/// <summary>
/// Wraps data keys with a symmetric key of AWS KMS, named by its alias. An operator makes the key: the service has no right to make keys
/// that encrypt.
/// </summary>
internal sealed class AwsKeyWrapper(AwsKmsCaller caller, IOptions<AwsKmsOptions> options) : IKeyWrapper
{
    /// <summary>AWS binds the ciphertext to these pairs, and writes them into CloudTrail.</summary>
    private const string ContextName = "purpose";

    /// <inheritdoc/>
    public string Provider => AwsKmsServiceCollectionExtensions.Provider;

    /// <inheritdoc/>
    public Task<WrappedKey> WrapAsync(ReadOnlyMemory<byte> dataKey, string context, CancellationToken cancellationToken) => TranslateAsync(
        () => caller.CallAsync(
            async (client, token) =>
            {
                using var plaintext = new MemoryStream(dataKey.ToArray(), writable: false);
                var reply = await client.EncryptAsync(
                    new EncryptRequest { KeyId = options.Value.WrappingKey, Plaintext = plaintext, EncryptionContext = Context(context) }, token);
                return new WrappedKey(reply.CiphertextBlob.ToArray(), reply.KeyId);
            },
            cancellationToken),
        cancellationToken);

    /// <inheritdoc/>
    public Task<byte[]> UnwrapAsync(ReadOnlyMemory<byte> wrapped, string context, CancellationToken cancellationToken) => TranslateAsync(
        () => caller.CallAsync(
            async (client, token) =>
            {
                using var ciphertext = new MemoryStream(wrapped.ToArray(), writable: false);
                var reply = await client.DecryptAsync(
                    new DecryptRequest { KeyId = options.Value.WrappingKey, CiphertextBlob = ciphertext, EncryptionContext = Context(context) }, token);
                return reply.Plaintext.ToArray();
            },
            cancellationToken),
        cancellationToken);

    private static Dictionary<string, string> Context(string context) => new(StringComparer.Ordinal) { [ContextName] = context };

    private async Task<T> TranslateAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work();
        }
        catch (Exception exception) when (AwsKmsErrors.IsFailure(exception, cancellationToken))
        {
            throw AwsKmsErrors.ToPortException(exception, options.Value.WrappingKey);
        }
    }
}
