using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Kms.Google.Integrity;
using WalletService.Kms.Google.Resilience;
using WalletService.Kms.Google.Rest;
using WalletService.Kms.Google.Telemetry;

namespace WalletService.Kms.Google;

/// <summary>
/// Keys of wallets in Google Cloud KMS: one crypto key per wallet, of purpose ASYMMETRIC_SIGN and algorithm EC_SIGN_ED25519,
/// whose first version is pinned.
/// </summary>
public sealed class GoogleKmsWalletKeys : IWalletKeys
{
    /// <summary>How many times the wait between looks at a version grows, at most.</summary>
    private const int PollDelayGrowth = 10;

    private readonly KmsCaller caller;
    private readonly WriteQuota writeQuota;
    private readonly GoogleKmsOptions options;
    private readonly TimeProvider timeProvider;
    private readonly ILogger<GoogleKmsWalletKeys> logger;

    internal GoogleKmsWalletKeys(
        KmsCaller caller,
        WriteQuota writeQuota,
        IOptions<GoogleKmsOptions> options,
        TimeProvider timeProvider,
        ILogger<GoogleKmsWalletKeys> logger)
    {
        this.caller = caller;
        this.writeQuota = writeQuota;
        this.options = options.Value;
        this.timeProvider = timeProvider;
        this.logger = logger;
    }

    /// <summary>Makes the key ring unless it is there. For provisioning; the identity that signs has no right to do so.</summary>
    /// <exception cref="PortUnavailableException">Cloud KMS could not be reached; the call may be repeated.</exception>
    /// <exception cref="KeyUnusableException">Cloud KMS refuses.</exception>
    public async Task EnsureKeyRingAsync(CancellationToken cancellationToken)
    {
        var name = KmsNames.KeyRing(options);
        var deadline = caller.NewDeadline();
        try
        {
            await MakeOrFindAsync(KmsCalls.CreateKeyRing(options), KmsCalls.GetKeyRing(name), deadline, cancellationToken);
        }
        catch (KmsFailureException failure)
        {
            throw KmsErrors.ToPortException(failure, name);
        }
    }

    /// <inheritdoc/>
    public async Task<WalletKey> CreateAsync(WalletId walletId, CancellationToken cancellationToken)
    {
        var create = KmsCalls.CreateCryptoKey(options, walletId);
        var deadline = caller.NewDeadline();
        try
        {
            var key = await MakeOrFindAsync(create, KmsCalls.GetCryptoKey(create.Resource), deadline, cancellationToken);
            KeyChecks.CheckCryptoKey(key, options, walletId);
            var versionName = KmsNames.FirstVersion(create.Resource);
            await WaitUntilEnabledAsync(versionName, deadline, cancellationToken);
            return await ReadKeyAsync(versionName, deadline, cancellationToken);
        }
        catch (KmsFailureException failure)
        {
            throw KmsErrors.ToPortException(failure, create.Resource);
        }
    }

    /// <inheritdoc/>
    public async Task<byte[]> SignAsync(WalletKey key, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (message.IsEmpty)
        {
            throw new ArgumentException("An empty message is never signed.", nameof(message));
        }

        if (!KmsNames.IsVersionName(key.KeyVersionName))
        {
            throw new KeyUnusableException("wrong_name", $"'{key.KeyVersionName}' is no name of a key version in Cloud KMS.");
        }

        var deadline = caller.NewDeadline();
        try
        {
            var reply = await caller.CallAsync(KmsCalls.AsymmetricSign(key, message), deadline, cancellationToken);
            ReplyChecks.CheckProtectionLevel(key.KeyVersionName, key.ProtectionLevel, reply.ProtectionLevel);
            return reply.Signature!;
        }
        catch (KmsFailureException failure) when (failure.Kind == FailureKind.IntegrityFailed)
        {
            await ThrowIfKeyIsWrongAsync(key, deadline, cancellationToken);
            throw KmsErrors.ToPortException(failure, key.KeyVersionName);
        }
        catch (KmsFailureException failure)
        {
            throw KmsErrors.ToPortException(failure, key.KeyVersionName);
        }
    }

    /// <summary>
    /// Creates the resource, or finds the one that is there already. A creation that may have taken effect is looked up
    /// before it is repeated: names are never given twice, and creations draw on the smaller quota.
    /// </summary>
    private async Task<T> MakeOrFindAsync<T>(KmsCall<T> create, KmsCall<T> get, CallDeadline deadline, CancellationToken cancellationToken)
    {
        var attempts = 0;
        while (true)
        {
            attempts++;
            if (!await writeQuota.TakeAsync(deadline, cancellationToken))
            {
                throw new PortUnavailableException(
                    KmsErrors.Dependency, $"Too many keys are being made: the turn of {create.Resource} would come after its deadline.");
            }

            try
            {
                return await caller.CallAsync(create, deadline, cancellationToken);
            }
            catch (KmsFailureException failure) when (failure.Kind == FailureKind.AlreadyExists)
            {
                return await caller.CallAsync(get, deadline, cancellationToken);
            }
            catch (KmsFailureException failure) when (failure.Kind.MayHaveHappened() && attempts < options.MaxAttempts)
            {
                try
                {
                    return await caller.CallAsync(get, deadline, cancellationToken);
                }
                catch (KmsFailureException absent) when (absent.Kind == FailureKind.NotFound)
                {
                    // It did not take effect: create again.
                }
            }
        }
    }

    private async Task WaitUntilEnabledAsync(string versionName, CallDeadline deadline, CancellationToken cancellationToken)
    {
        var delay = options.GenerationPollDelay;
        while (true)
        {
            var version = await caller.CallAsync(KmsCalls.GetKeyVersion(versionName), deadline, cancellationToken);
            if (version.State != WireValues.StatePendingGeneration)
            {
                KeyChecks.CheckVersion(versionName, version, options);
                return;
            }

            if (!deadline.Allows(delay))
            {
                throw new PortUnavailableException(KmsErrors.Dependency, $"{versionName} is still being generated.");
            }

            await Task.Delay(delay, timeProvider, cancellationToken);
            var longer = delay * 2;
            delay = longer < options.GenerationPollDelay * PollDelayGrowth ? longer : options.GenerationPollDelay * PollDelayGrowth;
        }
    }

    private async Task<WalletKey> ReadKeyAsync(string versionName, CallDeadline deadline, CancellationToken cancellationToken)
    {
        var reply = await caller.CallAsync(KmsCalls.GetPublicKey(versionName), deadline, cancellationToken);
        var level = WireValues.Of(options.ProtectionLevel);
        var address = KeyChecks.ReadAddress(versionName, reply);
        ReplyChecks.CheckProtectionLevel(versionName, level, reply.ProtectionLevel);
        Log.KeyReady(logger, versionName, address.Value, level);
        return new WalletKey(versionName, address, level);
    }

    /// <summary>
    /// Signatures that keep failing their checks may come of damage on the way, or of a key that is not the wallet's.
    /// One look at the public key tells the second apart, which no repetition heals.
    /// </summary>
    private async Task ThrowIfKeyIsWrongAsync(WalletKey key, CallDeadline deadline, CancellationToken cancellationToken)
    {
        PublicKeyResource reply;
        try
        {
            reply = await caller.CallAsync(KmsCalls.GetPublicKey(key.KeyVersionName), deadline, cancellationToken);
        }
        catch (Exception exception) when (exception is KmsFailureException or PortUnavailableException)
        {
            return; // The first failure is the one to report.
        }

        if (KeyChecks.ReadAddress(key.KeyVersionName, reply) is var address && address != key.Address)
        {
            throw new KeyUnusableException("wrong_key", $"{key.KeyVersionName} has the address {address} in place of {key.Address}.");
        }
    }
}
