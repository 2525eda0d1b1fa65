using System.Security.Cryptography;
using System.Text.Json.Nodes;
using WalletService.KmsEmulator.Keys;

namespace WalletService.KmsEmulator.Protocol;

/// <summary>Versions of keys: their life, their public keys and their signatures.</summary>
internal sealed class KeyVersionOperations(KeyVault vault, KeyVersionFactory versions, TimeProvider timeProvider)
{
    private const int LargestData = 65536;
    private const int Sha256Length = 32;

    public IEnumerable<Operation> All()
    {
        const string Versions = "projects/{project}/locations/{location}/keyRings/{keyRing}/cryptoKeys/{cryptoKey}/cryptoKeyVersions";
        const string Version = Versions + "/{version}";
        yield return Operation.Of("cryptoKeyVersions.create", "POST", Versions, Create);
        yield return Operation.Of("cryptoKeyVersions.list", "GET", Versions, List);
        yield return Operation.Of("cryptoKeyVersions.get", "GET", Version, call => Resources.Of(Look(call), call.EnumsAsIntegers));
        yield return Operation.Of("cryptoKeyVersions.patch", "PATCH", Version, Patch);
        yield return Operation.Of("cryptoKeyVersions.destroy", "POST", Version + ":destroy", Destroy);
        yield return Operation.Of("cryptoKeyVersions.restore", "POST", Version + ":restore", Restore);
        yield return Operation.Of("cryptoKeyVersions.getPublicKey", "GET", Version + "/publicKey", GetPublicKey);
        yield return Operation.Of("cryptoKeyVersions.asymmetricSign", "POST", Version + ":asymmetricSign", AsymmetricSign);
    }

    private JsonObject Create(KmsCall call)
    {
        var version = versions.Add(vault.CryptoKey(call.KeyRing, call.CryptoKey));
        vault.Save();
        return Resources.Of(version, call.EnumsAsIntegers);
    }

    private JsonObject List(KmsCall call)
    {
        var found = vault.CryptoKey(call.KeyRing, call.CryptoKey).Versions;
        found.ForEach(version => versions.Advance(version));
        var plain = found.ConvertAll(version => Resources.Of(version));
        return Page.Of(plain, call.Query, "cryptoKeyVersions", index => Resources.Of(found[index], call.EnumsAsIntegers));
    }

    private JsonObject Patch(KmsCall call)
    {
        var version = Look(call);
        var state = call.Body.ReadEnum<CryptoKeyVersionState>("state");
        if (call.Query["updateMask"] != "state" || state is not (CryptoKeyVersionState.ENABLED or CryptoKeyVersionState.DISABLED))
        {
            throw KmsException.InvalidArgument("update_mask must be 'state', and state ENABLED or DISABLED.");
        }

        if (version.State is not (CryptoKeyVersionState.ENABLED or CryptoKeyVersionState.DISABLED))
        {
            throw WrongState(version, "cannot be enabled or disabled");
        }

        return Store(call, version, () => version.State = state);
    }

    private JsonObject Destroy(KmsCall call)
    {
        var version = Look(call);
        if (version.State is not (CryptoKeyVersionState.ENABLED or CryptoKeyVersionState.DISABLED))
        {
            throw WrongState(version, "cannot be destroyed");
        }

        var wait = vault.CryptoKey(call.KeyRing, call.CryptoKey).DestroyScheduledDuration;
        return Store(call, version, () =>
        {
            version.State = CryptoKeyVersionState.DESTROY_SCHEDULED;
            version.DestroyTime = timeProvider.GetUtcNow() + wait;
        });
    }

    private JsonObject Restore(KmsCall call)
    {
        var version = Look(call);
        if (version.State != CryptoKeyVersionState.DESTROY_SCHEDULED)
        {
            throw WrongState(version, "cannot be restored");
        }

        return Store(call, version, () =>
        {
            version.State = CryptoKeyVersionState.DISABLED;
            version.DestroyTime = null;
        });
    }

    private JsonObject GetPublicKey(KmsCall call)
    {
        var version = LookAtUsable(call);
        var format = call.Query["publicKeyFormat"].ToString();
        var body = format.Length == 0 ? [] : new JsonObject { ["publicKeyFormat"] = int.TryParse(format, out var number) ? number : format };
        return Resources.PublicKey(version, body.ReadEnum<PublicKeyFormat>("publicKeyFormat"), call.EnumsAsIntegers);
    }

    private JsonObject AsymmetricSign(KmsCall call)
    {
        var version = LookAtUsable(call);
        var data = call.Body.ReadBytes("data");
        var digest = call.Body.ReadObject("digest")?.ReadBytes("sha256");
        if ((data is null) == (digest is null))
        {
            throw KmsException.InvalidArgument("Exactly one of data and digest must be set.");
        }

        CheckInput(data, digest, call.Body);
        var signature = version.Algorithm switch
        {
            CryptoKeyVersionAlgorithm.EC_SIGN_ED25519 when data is not null => KeyMaterial.SignEd25519(version, data),
            CryptoKeyVersionAlgorithm.EC_SIGN_ED25519 => throw KmsException.InvalidArgument("EC_SIGN_ED25519 signs data, not a digest."),
            _ => KeyMaterial.SignP256(version, digest ?? SHA256.HashData(data!)),
        };
        var reply = new JsonObject
        {
            ["name"] = version.Name,
            ["signature"] = Convert.ToBase64String(signature),
            ["signatureCrc32c"] = WireFormat.Int64(Crc32C.Compute(signature)),
        };
        reply.Put("protectionLevel", version.ProtectionLevel, call.EnumsAsIntegers);
        // False is the default value, and default values are left out.
        if (call.Body.ReadInt64("dataCrc32c") is not null)
        {
            reply["verifiedDataCrc32c"] = true;
        }

        if (call.Body.ReadInt64("digestCrc32c") is not null)
        {
            reply["verifiedDigestCrc32c"] = true;
        }

        return reply;
    }

    private static void CheckInput(byte[]? data, byte[]? digest, JsonObject body)
    {
        if (data?.Length > LargestData)
        {
            throw KmsException.InvalidArgument($"data must be at most {LargestData} bytes.");
        }

        if (digest is not null && digest.Length != Sha256Length)
        {
            throw KmsException.InvalidArgument("digest.sha256 must be 32 bytes.");
        }

        if (body.ReadInt64("dataCrc32c") is { } dataCrc && dataCrc != Crc32C.Compute(data))
        {
            throw KmsException.InvalidArgument("The checksum in field data_crc32c did not match the data in field data.");
        }

        if (body.ReadInt64("digestCrc32c") is { } digestCrc && digestCrc != Crc32C.Compute(digest))
        {
            throw KmsException.InvalidArgument("The checksum in field digest_crc32c did not match the data in field digest.");
        }
    }

    private JsonObject Store(KmsCall call, EmulatedKeyVersion version, Action change)
    {
        change();
        vault.Save();
        return Resources.Of(version, call.EnumsAsIntegers);
    }

    private EmulatedKeyVersion Look(KmsCall call)
    {
        var version = vault.Version(call.KeyRing, call.CryptoKey, call.Version);
        if (versions.Advance(version))
        {
            vault.Save();
        }

        return version;
    }

    private EmulatedKeyVersion LookAtUsable(KmsCall call)
    {
        var version = Look(call);
        if (vault.CryptoKey(call.KeyRing, call.CryptoKey).Purpose != CryptoKeyPurpose.ASYMMETRIC_SIGN)
        {
            throw KmsException.FailedPrecondition($"{call.CryptoKey} has a purpose that does not allow this operation.");
        }

        return version.State == CryptoKeyVersionState.ENABLED ? version : throw WrongState(version, "is not enabled");
    }

    private static KmsException WrongState(EmulatedKeyVersion version, string problem) =>
        KmsException.FailedPrecondition($"{version.Name} {problem}, current state is: {version.State}.");
}
