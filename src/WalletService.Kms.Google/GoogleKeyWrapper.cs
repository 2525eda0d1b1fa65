using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WalletService.Domain.Ports;
using WalletService.Kms.Google.Resilience;
using WalletService.Kms.Google.Rest;

namespace WalletService.Kms.Google;

/// <summary>Wraps data keys with a symmetric key of Cloud KMS, beside the wallets' keys; made when it is first needed.</summary>
internal sealed class GoogleKeyWrapper(KmsCaller caller, IOptions<GoogleKmsOptions> options) : IKeyWrapper
{
    /// <inheritdoc/>
    public string Provider => GoogleKmsServiceCollectionExtensions.Provider;

    private string KeyName => $"{KmsNames.KeyRing(options.Value, options.Value.LocationId)}/cryptoKeys/{options.Value.WrappingKeyId}";

    /// <inheritdoc/>
    public Task<WrappedKey> WrapAsync(ReadOnlyMemory<byte> dataKey, string context, CancellationToken cancellationToken) => TranslateAsync(async () =>
    {
        var call = DataKeyCalls.Encrypt(KeyName, dataKey, context);
        var deadline = caller.NewDeadline();
        EncryptReply reply;
        try
        {
            reply = await caller.CallAsync(call, deadline, cancellationToken);
        }
        catch (KmsFailureException failure) when (failure.Kind == FailureKind.NotFound)
        {
            await MakeAsync(deadline, cancellationToken);
            reply = await caller.CallAsync(call, deadline, cancellationToken);
        }

        return new WrappedKey(reply.Ciphertext!, reply.Name!);
    });

    /// <inheritdoc/>
    public Task<byte[]> UnwrapAsync(ReadOnlyMemory<byte> wrapped, string context, CancellationToken cancellationToken) => TranslateAsync(async () =>
    {
        var call = DataKeyCalls.Decrypt(KeyName, wrapped, context);
        return (await caller.CallAsync(call, caller.NewDeadline(), cancellationToken)).Plaintext!;
    });

    private async Task MakeAsync(CallDeadline deadline, CancellationToken cancellationToken)
    {
        try
        {
            await caller.CallAsync(DataKeyCalls.CreateWrappingKey(options.Value, KeyName), deadline, cancellationToken);
        }
        catch (KmsFailureException failure) when (failure.Kind == FailureKind.AlreadyExists)
        {
            // Another instance was first.
        }
    }

    private async Task<T> TranslateAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (KmsFailureException failure)
        {
            throw KmsErrors.ToPortException(failure, KeyName);
        }
    }
}
