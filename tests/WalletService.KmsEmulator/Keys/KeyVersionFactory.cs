using System.Globalization;
using WalletService.KmsEmulator.Protocol;

namespace WalletService.KmsEmulator.Keys;

/// <summary>Makes versions, and lets time and looks carry them from state to state.</summary>
internal sealed class KeyVersionFactory(TimeProvider timeProvider, KmsEmulatorOptions options)
{
    public EmulatedKeyVersion Add(EmulatedCryptoKey key)
    {
        var number = (key.Versions.Count + 1).ToString(CultureInfo.InvariantCulture);
        // Symmetric keys are ready at once; asymmetric ones take a moment to be generated.
        var pending = key.Purpose == CryptoKeyPurpose.ASYMMETRIC_SIGN && options.PendingPolls > 0;
        var now = timeProvider.GetUtcNow();
        var version = new EmulatedKeyVersion
        {
            Name = $"{key.Name}/cryptoKeyVersions/{number}",
            Algorithm = key.Algorithm,
            ProtectionLevel = key.ProtectionLevel,
            CreateTime = now,
            State = pending ? CryptoKeyVersionState.PENDING_GENERATION : CryptoKeyVersionState.ENABLED,
            GenerateTime = pending ? null : now,
            PollsUntilGenerated = pending ? options.PendingPolls : 0,
            PrivateKey = KeyMaterial.Generate(key.Algorithm),
        };
        key.Versions.Add(version);
        return version;
    }

    /// <summary>Brings a version up to the present; called at every look at it. True when it changed.</summary>
    public bool Advance(EmulatedKeyVersion version)
    {
        var now = timeProvider.GetUtcNow();
        if (version.State == CryptoKeyVersionState.PENDING_GENERATION)
        {
            if (version.PollsUntilGenerated-- <= 0)
            {
                version.PollsUntilGenerated = 0;
                version.State = CryptoKeyVersionState.ENABLED;
                version.GenerateTime = now;
            }

            return true;
        }

        if (version.State == CryptoKeyVersionState.DESTROY_SCHEDULED && version.DestroyTime <= now)
        {
            version.State = CryptoKeyVersionState.DESTROYED;
            version.DestroyEventTime = version.DestroyTime;
            version.DestroyTime = null;
            version.PrivateKey = null;
            return true;
        }

        return false;
    }
}
