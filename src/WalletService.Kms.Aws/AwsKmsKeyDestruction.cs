using Amazon.KeyManagementService;
using Amazon.KeyManagementService.Model;
using Microsoft.Extensions.DependencyInjection;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Kms.Aws;

/// <summary>
/// Has wallets' keys deleted. From the moment that it is scheduled the key signs nothing; until it is over an operator can cancel it, which
/// leaves the key disabled.
/// </summary>
internal sealed class AwsKmsKeyDestruction(AwsKmsWalletKeys keys, AwsKmsCaller caller) : IKeyDestruction
{
    /// <summary>The longest wait that AWS allows.</summary>
    private const int LongestWaitDays = 30;

    public string Provider => AwsKmsServiceCollectionExtensions.Provider;

    public async Task<DateTimeOffset> ScheduleAsync(WalletId walletId, WalletKey key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        var name = key.KeyVersionName;
        AwsKeyNames.Check(walletId, name);
        try
        {
            var metadata = (await caller.CallAsync(
                (client, token) => client.DescribeKeyAsync(new DescribeKeyRequest { KeyId = name }, token), cancellationToken)).KeyMetadata;
            if (metadata.KeyState == KeyState.PendingDeletion)
            {
                return TimeOf(metadata.DeletionDate, name);
            }

            await keys.CheckAddressAsync(key, cancellationToken);

            // AWS takes no alias here.
            var scheduled = await caller.CallAsync(
                (client, token) => client.ScheduleKeyDeletionAsync(
                    new ScheduleKeyDeletionRequest { KeyId = metadata.KeyId, PendingWindowInDays = LongestWaitDays }, token),
                cancellationToken);
            return TimeOf(scheduled.DeletionDate, name);
        }
        catch (Exception exception) when (AwsKmsErrors.IsFailure(exception, cancellationToken))
        {
            throw AwsKmsErrors.ToPortException(exception, name);
        }
    }

    private static DateTimeOffset TimeOf(DateTime? time, string name) => time is { } at
        ? new DateTimeOffset(at.ToUniversalTime())
        : throw new DamagedReplyException($"AWS KMS did not say when {name} is deleted.");
}
