using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Kms.Google.Integrity;
using WalletService.Kms.Google.Resilience;
using WalletService.Kms.Google.Rest;

namespace WalletService.Kms.Google;

/// <summary>The keys of the environment's key ring in every location, found by their labels.</summary>
internal sealed class GoogleKmsKeyRegister(KmsCaller caller, IOptions<GoogleKmsOptions> options, TimeProvider timeProvider) : IKeyRegister
{
    /// <summary>Google gives 300 reads a minute and project; two are made for each key.</summary>
    private static readonly TimeSpan PauseBetweenKeys = TimeSpan.FromMilliseconds(400);

    private readonly GoogleKmsOptions options = options.Value;

    /// <inheritdoc/>
    public async IAsyncEnumerable<RegisteredKey> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var location in options.Locations)
        {
            string? pageToken = null;
            do
            {
                var page = await CallAsync(KmsCalls.ListCryptoKeys(options, location, pageToken), cancellationToken);
                foreach (var key in page.CryptoKeys ?? [])
                {
                    yield return await DescribeAsync(key, cancellationToken);
                    if (!options.BaseUrl.IsLoopback)
                    {
                        await Task.Delay(PauseBetweenKeys, timeProvider, cancellationToken);
                    }
                }

                pageToken = page.NextPageToken;
            }
            while (!string.IsNullOrEmpty(pageToken));
        }
    }

    private async Task<RegisteredKey> DescribeAsync(CryptoKeyResource key, CancellationToken cancellationToken)
    {
        var name = key.Name ?? string.Empty;
        var keyId = KeyIdOf(key);
        var entry = new RegisteredKey(
            name, keyId?.WalletId, Key: null, key.Labels?.ContainsKey(KmsCalls.PreparedLabel) == true, key.CreateTime, Problem: null)
        {
            KeyNumber = keyId?.Number ?? WalletKeyId.First,
        };
        if (keyId is null)
        {
            return entry with { Problem = "Its name and its labels do not say for which wallet it is." };
        }

        var versionName = KmsNames.FirstVersion(name);
        try
        {
            KeyChecks.CheckCryptoKey(key, options, keyId);
            var version = await CallAsync(KmsCalls.GetKeyVersion(versionName), cancellationToken);
            KeyChecks.CheckVersion(versionName, version, options);
            var publicKey = await CallAsync(KmsCalls.GetPublicKey(versionName), cancellationToken);
            var address = KeyChecks.ReadAddress(versionName, publicKey);
            return entry with
            {
                Key = new WalletKey(
                    GoogleKmsServiceCollectionExtensions.Provider, versionName, address, WireValues.Of(options.ProtectionLevel)),
            };
        }
        catch (KeyUnusableException exception)
        {
            return entry with { Problem = exception.Message };
        }
    }

    /// <summary>Which key of the label's wallet it is, by its name.</summary>
    private static WalletKeyId? KeyIdOf(CryptoKeyResource key) =>
        KmsNames.FindKeyId(key.Name ?? string.Empty) is { } keyId && key.Labels?.GetValueOrDefault("wallet") == keyId.WalletId.ToString()
            ? keyId
            : null;

    private async Task<T> CallAsync<T>(KmsCall<T> call, CancellationToken cancellationToken)
    {
        try
        {
            return await caller.CallAsync(call, caller.NewDeadline(), cancellationToken);
        }
        catch (KmsFailureException failure)
        {
            throw KmsErrors.ToPortException(failure, call.Resource);
        }
    }
}
