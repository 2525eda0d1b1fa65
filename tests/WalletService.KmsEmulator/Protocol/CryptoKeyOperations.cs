using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using WalletService.KmsEmulator.Keys;

namespace WalletService.KmsEmulator.Protocol;

/// <summary>Crypto keys: create, get, list, and the patch of labels.</summary>
internal sealed partial class CryptoKeyOperations(KeyVault vault, KeyVersionFactory versions, TimeProvider timeProvider, KmsEmulatorOptions options)
{
    private static readonly TimeSpan DefaultDestroyWait = TimeSpan.FromDays(30);
    private static readonly TimeSpan ShortestDestroyWait = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestDestroyWait = TimeSpan.FromDays(120);

    public IEnumerable<Operation> All()
    {
        const string CryptoKeys = "projects/{project}/locations/{location}/keyRings/{keyRing}/cryptoKeys";
        yield return Operation.Of("cryptoKeys.create", "POST", CryptoKeys, Create);
        yield return Operation.Of("cryptoKeys.list", "GET", CryptoKeys, List);
        yield return Operation.Of("cryptoKeys.get", "GET", CryptoKeys + "/{cryptoKey}", Get);
        yield return Operation.Of("cryptoKeys.patch", "PATCH", CryptoKeys + "/{cryptoKey}", Patch);
    }

    [GeneratedRegex(@"^\p{Ll}[\p{Ll}\p{Lo}\p{N}_-]{0,62}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LabelKeyPattern();

    [GeneratedRegex(@"^[\p{Ll}\p{Lo}\p{N}_-]{0,63}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LabelValuePattern();

    private JsonObject Create(KmsCall call)
    {
        var ring = vault.KeyRing(call.KeyRing);
        var id = call.Query["cryptoKeyId"].ToString();
        if (!KeyRingOperations.IdPattern().IsMatch(id))
        {
            throw KmsException.InvalidArgument($"Invalid crypto_key_id '{id}'.");
        }

        var key = Read($"{ring.Name}/cryptoKeys/{id}", call.Body);
        if (!ring.CryptoKeys.TryAdd(key.Name, key))
        {
            throw KmsException.AlreadyExists($"CryptoKey {key.Name}");
        }

        if (call.Query["skipInitialVersionCreation"] != "true")
        {
            versions.Add(key);
        }

        vault.Save();
        return Resources.Of(key, call.EnumsAsIntegers);
    }

    private EmulatedCryptoKey Read(string name, JsonObject body)
    {
        var purpose = body.ReadEnum<CryptoKeyPurpose>("purpose");
        var template = body.ReadObject("versionTemplate") ?? [];
        var algorithm = template.ReadEnum<CryptoKeyVersionAlgorithm>("algorithm");
        var level = template.ReadEnum<ProtectionLevel>("protectionLevel");
        level = level == ProtectionLevel.PROTECTION_LEVEL_UNSPECIFIED ? ProtectionLevel.SOFTWARE : level;
        CheckAlgorithm(purpose, algorithm, level);
        var wait = body.ReadString("destroyScheduledDuration") is { } text ? WireFormat.ParseDuration(text) : DefaultDestroyWait;
        if (wait < ShortestDestroyWait || wait > LongestDestroyWait)
        {
            throw KmsException.InvalidArgument("destroy_scheduled_duration must be between 24 hours and 120 days.");
        }

        return new EmulatedCryptoKey
        {
            Name = name,
            Purpose = purpose,
            Algorithm = algorithm == default ? CryptoKeyVersionAlgorithm.GOOGLE_SYMMETRIC_ENCRYPTION : algorithm,
            ProtectionLevel = level,
            DestroyScheduledDuration = wait,
            CreateTime = timeProvider.GetUtcNow(),
            Labels = ReadLabels(body),
        };
    }

    private void CheckAlgorithm(CryptoKeyPurpose purpose, CryptoKeyVersionAlgorithm algorithm, ProtectionLevel level)
    {
        var symmetric = algorithm is CryptoKeyVersionAlgorithm.GOOGLE_SYMMETRIC_ENCRYPTION;
        var fits = purpose switch
        {
            CryptoKeyPurpose.ASYMMETRIC_SIGN => algorithm != default && !symmetric,
            CryptoKeyPurpose.ENCRYPT_DECRYPT => algorithm == default || symmetric,
            _ => throw KmsException.InvalidArgument("purpose must be set to one that is emulated: ASYMMETRIC_SIGN or ENCRYPT_DECRYPT."),
        };
        if (!fits)
        {
            throw KmsException.InvalidArgument($"Algorithm {algorithm} is not allowed for purpose {purpose}.");
        }

        if (algorithm == CryptoKeyVersionAlgorithm.EC_SIGN_ED25519 && level != ProtectionLevel.SOFTWARE && !options.AllowEd25519AtHsm)
        {
            throw KmsException.InvalidArgument(
                $"Algorithm {algorithm} is not supported for protection level: {level}",
                KmsException.ErrorInfo("ALGORITHM_NOT_SUPPORTED_FOR_PROTECTION_LEVEL", ("algorithm", algorithm.ToString()), ("protection_level", level.ToString())));
        }
    }

    private static SortedDictionary<string, string> ReadLabels(JsonObject body)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, node) in body.ReadObject("labels") ?? [])
        {
            var value = node?.GetValue<string>() ?? string.Empty;
            if (!LabelKeyPattern().IsMatch(key) || !LabelValuePattern().IsMatch(value))
            {
                throw KmsException.InvalidArgument($"Invalid label '{key}' = '{value}'.");
            }

            labels[key] = value;
        }

        return labels.Count <= 64 ? labels : throw KmsException.InvalidArgument("At most 64 labels are allowed.");
    }

    private JsonObject Get(KmsCall call) => Resources.Of(vault.CryptoKey(call.KeyRing, call.CryptoKey), call.EnumsAsIntegers);

    private JsonObject List(KmsCall call)
    {
        var keys = vault.KeyRing(call.KeyRing).CryptoKeys.Values.ToList();
        var plain = keys.ConvertAll(key => Resources.Of(key));
        return Page.Of(plain, call.Query, "cryptoKeys", index => Resources.Of(keys[index], call.EnumsAsIntegers));
    }

    private JsonObject Patch(KmsCall call)
    {
        var key = vault.CryptoKey(call.KeyRing, call.CryptoKey);
        if (call.Query["updateMask"] != "labels")
        {
            throw KmsException.InvalidArgument("update_mask must be 'labels'; other fields cannot be changed here.");
        }

        key.Labels = ReadLabels(call.Body);
        vault.Save();
        return Resources.Of(key, call.EnumsAsIntegers);
    }
}
