using System.Runtime.CompilerServices;
using Amazon.KeyManagementService.Model;
using Microsoft.Extensions.Options;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Kms.Aws;

/// <summary>The keys of the environment, found by their aliases. A key without alias was never told to anybody.</summary>
internal sealed class AwsKmsKeyRegister(AwsKmsWalletKeys keys, AwsKmsCaller caller, IOptions<AwsKmsOptions> options) : IKeyRegister
{
    /// <summary>The most that AWS gives at a time.</summary>
    private const int PageSize = 100;

    private readonly string prefix = AwsKeyNames.AliasPrefix(options.Value);

    public async IAsyncEnumerable<RegisteredKey> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? marker = null;
        do
        {
            var page = await ListAsync(marker, cancellationToken);
            foreach (var alias in page.Aliases ?? [])
            {
                // What follows the prefix of another environment, such as "test-2" beside "test", is no id.
                if (alias.AliasName.StartsWith(prefix, StringComparison.Ordinal)
                    && WalletKeyId.TryParse(alias.AliasName[prefix.Length..], out var keyId))
                {
                    yield return await DescribeAsync(alias, keyId, cancellationToken);
                }
            }

            marker = page.Truncated == true ? page.NextMarker : null;
        }
        while (!string.IsNullOrEmpty(marker));
    }

    private async Task<ListAliasesResponse> ListAsync(string? marker, CancellationToken cancellationToken)
    {
        try
        {
            return await caller.CallAsync(
                (client, token) => client.ListAliasesAsync(new ListAliasesRequest { Limit = PageSize, Marker = marker }, token), cancellationToken);
        }
        catch (Exception exception) when (AwsKmsErrors.IsFailure(exception, cancellationToken))
        {
            throw AwsKmsErrors.ToPortException(exception, "the list of aliases");
        }
    }

    private async Task<RegisteredKey> DescribeAsync(AliasListEntry alias, WalletKeyId keyId, CancellationToken cancellationToken)
    {
        var entry = new RegisteredKey(alias.AliasArn, keyId.WalletId, Key: null, IsPrepared: false, CreatedAt(alias.CreationDate), Problem: null)
        {
            KeyNumber = keyId.Number,
        };
        try
        {
            return await keys.FindAsync(keyId, cancellationToken) is { } found
                ? entry with { Key = found.Key, IsPrepared = found.IsPrepared }
                : entry with { Problem = $"{alias.AliasName} belongs to no key." };
        }
        catch (KeyUnusableException exception)
        {
            return entry with { Problem = exception.Message };
        }
    }

    private static DateTimeOffset CreatedAt(DateTime? time) => time is { } at ? new DateTimeOffset(at.ToUniversalTime()) : DateTimeOffset.UnixEpoch;
}
