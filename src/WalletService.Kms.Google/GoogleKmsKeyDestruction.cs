using Microsoft.Extensions.DependencyInjection;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Kms.Google.Integrity;
using WalletService.Kms.Google.Resilience;
using WalletService.Kms.Google.Rest;

namespace WalletService.Kms.Google;

/// <summary>
/// Destroys versions of wallets' keys. The wait was fixed when the key was made (<see cref="GoogleKmsOptions.DestroyScheduledDuration"/>,
/// at most 120 days). It needs permissions that the service does not have.
/// </summary>
internal sealed class GoogleKmsKeyDestruction(KmsCaller caller) : IKeyDestruction
{
    /// <inheritdoc/>
    public string Provider => GoogleKmsServiceCollectionExtensions.Provider;

    /// <inheritdoc/>
    public async Task<DateTimeOffset> ScheduleAsync(WalletId walletId, WalletKey key, CancellationToken cancellationToken)
    {
        var name = key.KeyVersionName;
        KeyChecks.CheckName(walletId, name);
        var deadline = caller.NewDeadline();
        try
        {
            var version = await caller.CallAsync(KmsCalls.GetKeyVersion(name), deadline, cancellationToken);
            if (version.State == WireValues.StateDisabled)
            {
                throw new KeyUnusableException(
                    "disabled",
                    $"{name} is disabled, so that Cloud KMS does not show its public key, which has to be {key.Address}. Enable it, and destroy it again.");
            }

            if (version.State == WireValues.StateEnabled)
            {
                // What the key may be destroyed for was found out by its address.
                var publicKey = await caller.CallAsync(KmsCalls.GetPublicKey(name), deadline, cancellationToken);
                KeyChecks.CheckAddress(key, KeyChecks.ReadAddress(name, publicKey));

                // Some organisations allow destruction of disabled versions only.
                await caller.CallAsync(KmsCalls.DisableKeyVersion(name), deadline, cancellationToken);
                version = await caller.CallAsync(KmsCalls.DestroyKeyVersion(name), deadline, cancellationToken);
            }

            return version.DestroyTime ?? version.DestroyEventTime
                ?? throw new KeyUnusableException("wrong_state", $"{name} is in the state '{version.State}' and is not being destroyed.");
        }
        catch (KmsFailureException failure)
        {
            throw KmsErrors.ToPortException(failure, name);
        }
    }
}
