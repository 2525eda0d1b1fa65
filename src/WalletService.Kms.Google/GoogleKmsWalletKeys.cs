using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
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
/// Keys of wallets in Google Cloud KMS: one crypto key per wallet, and another with each rotation, of purpose ASYMMETRIC_SIGN and algorithm EC_SIGN_ED25519,
/// whose first version is pinned.
/// </summary>
public sealed class GoogleKmsWalletKeys : IKeyVault
{
    /// <summary>How many times the wait between looks at a version grows, at most.</summary>
    private const int PollDelayGrowth = 10;

    private readonly KmsCaller caller;
    private readonly WriteQuota writeQuota;
    private readonly GoogleKmsOptions options;
    private readonly TimeProvider timeProvider;
    private readonly ILogger<GoogleKmsWalletKeys> logger;

    /// <summary>The public keys of versions, by their names: they never change, and reading them draws on a small quota.</summary>
    private readonly ConcurrentDictionary<string, SolanaAddress> addresses = new(StringComparer.Ordinal);

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

    /// <inheritdoc/>
    public string Provider => GoogleKmsServiceCollectionExtensions.Provider;

    /// <summary>Makes the key ring in every location, unless it is there. For provisioning; the identity that signs has no right to do so.</summary>
    /// <exception cref="PortUnavailableException">Cloud KMS could not be reached; the call may be repeated.</exception>
    /// <exception cref="KeyUnusableException">Cloud KMS refuses.</exception>
    public async Task EnsureKeyRingAsync(CancellationToken cancellationToken)
    {
        foreach (var location in options.Locations)
        {
            var name = KmsNames.KeyRing(options, location);
            var deadline = caller.NewDeadline();
            try
            {
                await MakeOrFindAsync(
                    KmsCalls.CreateKeyRing(options, location), KmsCalls.GetKeyRing(name), deadline, cancellationToken);
            }
            catch (KmsFailureException failure)
            {
                throw KmsErrors.ToPortException(failure, name);
            }
        }
    }

    /// <inheritdoc/>
    public Task<WalletKey> CreateAsync(WalletId walletId, CancellationToken cancellationToken) =>
        MakeAsync(new WalletKeyId(walletId, WalletKeyId.First), isPrepared: false, cancellationToken);

    /// <inheritdoc/>
    public Task<WalletKey> PrepareAsync(WalletId walletId, CancellationToken cancellationToken) =>
        MakeAsync(new WalletKeyId(walletId, WalletKeyId.First), isPrepared: true, cancellationToken);

    /// <inheritdoc/>
    public Task<WalletKey> RenewAsync(WalletId walletId, int keyNumber, CancellationToken cancellationToken) =>
        MakeAsync(new WalletKeyId(walletId, keyNumber), isPrepared: false, cancellationToken);

    /// <inheritdoc/>
    public async Task<byte[]> SignAsync(
        WalletId walletId, WalletKey key, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (message.IsEmpty)
        {
            throw new ArgumentException("An empty message is never signed.", nameof(message));
        }

        KeyChecks.CheckName(walletId, key.KeyVersionName);
        var deadline = caller.NewDeadline();
        try
        {
            await CheckAddressAsync(key, deadline, cancellationToken);
            var reply = await caller.CallAsync(KmsCalls.AsymmetricSign(key, message), deadline, cancellationToken);
            ReplyChecks.CheckProtectionLevel(key.KeyVersionName, key.ProtectionLevel, reply.ProtectionLevel);
            addresses.TryAdd(key.KeyVersionName, key.Address);
            return reply.Signature!;
        }
        catch (KmsFailureException failure)
        {
            throw KmsErrors.ToPortException(failure, key.KeyVersionName);
        }
    }

    /// <inheritdoc/>
    public async Task CheckAsync(WalletId walletId, WalletKey key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        KeyChecks.CheckName(walletId, key.KeyVersionName);
        var deadline = caller.NewDeadline();
        try
        {
            var reply = await caller.CallAsync(KmsCalls.GetPublicKey(key.KeyVersionName), deadline, cancellationToken);
            KeyChecks.CheckAddress(key, KeyChecks.ReadAddress(key.KeyVersionName, reply));
            ReplyChecks.CheckProtectionLevel(key.KeyVersionName, key.ProtectionLevel, reply.ProtectionLevel);
        }
        catch (KmsFailureException failure)
        {
            throw KmsErrors.ToPortException(failure, key.KeyVersionName);
        }
    }

    /// <summary>
    /// Makes the key in the first location that is not away; each gets its share of the time. Should a repeated creation meet another
    /// location than the one before, then the key of the first is left unused: nobody was told its address.
    /// </summary>
    private async Task<WalletKey> MakeAsync(WalletKeyId keyId, bool isPrepared, CancellationToken cancellationToken)
    {
        var locations = options.Locations;
        for (var index = 0; index < locations.Count - 1; index++)
        {
            try
            {
                return await MakeAsync(locations[index], keyId, isPrepared, cancellationToken);
            }
            catch (PortUnavailableException exception)
                when (exception.InnerException is not KmsFailureException { Kind: FailureKind.RateLimited })
            {
                Log.LocationAway(logger, locations[index], locations[index + 1], exception.Message);
            }
        }

        return await MakeAsync(locations[^1], keyId, isPrepared, cancellationToken);
    }

    private async Task<WalletKey> MakeAsync(string location, WalletKeyId keyId, bool isPrepared, CancellationToken cancellationToken)
    {
        var create = KmsCalls.CreateCryptoKey(options, location, keyId, isPrepared);
        var deadline = caller.NewDeadline(options.TotalTimeout / options.Locations.Count);
        try
        {
            var key = await MakeOrFindAsync(create, KmsCalls.GetCryptoKey(create.Resource), deadline, cancellationToken);
            KeyChecks.CheckCryptoKey(key, options, keyId);
            var versionName = KmsNames.FirstVersion(create.Resource);
            await WaitUntilEnabledAsync(versionName, deadline, cancellationToken);
            return await ReadKeyAsync(versionName, deadline, cancellationToken);
        }
        catch (KmsFailureException failure)
        {
            throw KmsErrors.ToPortException(failure, create.Resource);
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
        return new WalletKey(Provider, versionName, addresses.GetOrAdd(versionName, address), level);
    }

    /// <summary>
    /// Holds the stored key against the public key that the service shows for its name; read once, since it never changes. When the
    /// quota of reads is used up the signature alone decides, which is verified against the address in any case.
    /// </summary>
    private async Task CheckAddressAsync(WalletKey key, CallDeadline deadline, CancellationToken cancellationToken)
    {
        if (!addresses.TryGetValue(key.KeyVersionName, out var address))
        {
            try
            {
                var call = KmsCalls.GetPublicKey(key.KeyVersionName) with { AwaitsQuota = false };
                var reply = await caller.CallAsync(call, deadline, cancellationToken);
                address = addresses.GetOrAdd(key.KeyVersionName, KeyChecks.ReadAddress(key.KeyVersionName, reply));
            }
            catch (KmsFailureException failure) when (failure.Kind == FailureKind.RateLimited)
            {
                return;
            }
        }

        KeyChecks.CheckAddress(key, address);
    }
}
