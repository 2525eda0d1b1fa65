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
        var entry = new RegisteredKey(
            name, WalletOf(key), Key: null, key.Labels?.ContainsKey(KmsCalls.PreparedLabel) == true, key.CreateTime, Problem: null);
        if (entry.WalletId is not { } walletId)
        {
            return entry with { Problem = "Its name and its labels do not say for which wallet it is." };
        }

        var versionName = KmsNames.FirstVersion(name);
        try
        {
            KeyChecks.CheckCryptoKey(key, options, walletId);
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

    /// <summary>The wallet of the label, when the name is the one that the service gives the wallet's key.</summary>
    private static WalletId? WalletOf(CryptoKeyResource key) =>
        WalletId.TryParse(key.Labels?.GetValueOrDefault("wallet"), out var id)
        && key.Name?.EndsWith($"/cryptoKeys/{KmsNames.CryptoKeyId(id)}", StringComparison.Ordinal) == true
            ? id
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
