using System.Text.Json.Nodes;
using WalletService.KmsEmulator.Keys;

namespace WalletService.KmsEmulator.Protocol;

/// <summary>Turns stored keys into the resources of the API; fields with default values are left out.</summary>
internal static class Resources
{
    public static JsonObject Of(EmulatedKeyRing ring) => new() { ["name"] = ring.Name, ["createTime"] = WireFormat.Time(ring.CreateTime) };

    public static JsonObject Of(EmulatedCryptoKey key, bool enumsAsIntegers = false)
    {
        var template = new JsonObject();
        template.Put("protectionLevel", key.ProtectionLevel, enumsAsIntegers);
        template.Put("algorithm", key.Algorithm, enumsAsIntegers);
        var resource = new JsonObject { ["name"] = key.Name, ["createTime"] = WireFormat.Time(key.CreateTime) };
        resource.Put("purpose", key.Purpose, enumsAsIntegers);
        resource["versionTemplate"] = template;
        resource["destroyScheduledDuration"] = WireFormat.Duration(key.DestroyScheduledDuration);
        if (key.Labels.Count > 0)
        {
            resource["labels"] = new JsonObject(key.Labels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value)));
        }

        return resource;
    }

    public static JsonObject Of(EmulatedKeyVersion version, bool enumsAsIntegers = false)
    {
        var resource = new JsonObject { ["name"] = version.Name, ["createTime"] = WireFormat.Time(version.CreateTime) };
        resource.Put("state", version.State, enumsAsIntegers);
        resource.Put("protectionLevel", version.ProtectionLevel, enumsAsIntegers);
        resource.Put("algorithm", version.Algorithm, enumsAsIntegers);
        PutTime(resource, "generateTime", version.GenerateTime);
        PutTime(resource, "destroyTime", version.DestroyTime);
        PutTime(resource, "destroyEventTime", version.DestroyEventTime);
        return resource;
    }

    public static JsonObject Location(string project, string id) => new()
    {
        ["name"] = $"{project}/locations/{id}",
        ["locationId"] = id,
        ["metadata"] = new JsonObject
        {
            ["@type"] = "type.googleapis.com/google.cloud.kms.v1.LocationMetadata",
            ["hsmAvailable"] = true,
        },
    };

    /// <summary>Without a format the key comes as <c>pem</c>; with one it comes as <c>publicKey</c>, in that format.</summary>
    public static JsonObject PublicKey(EmulatedKeyVersion version, PublicKeyFormat format, bool enumsAsIntegers)
    {
        var der = KeyMaterial.PublicKeyDer(version);
        var pem = KeyMaterial.ToPem(der);
        var resource = new JsonObject { ["name"] = version.Name };
        resource.Put("algorithm", version.Algorithm, enumsAsIntegers);
        resource.Put("protectionLevel", version.ProtectionLevel, enumsAsIntegers);
        if (format == PublicKeyFormat.PUBLIC_KEY_FORMAT_UNSPECIFIED)
        {
            resource["pem"] = pem;
            resource["pemCrc32c"] = WireFormat.Int64(Crc32C.Compute(System.Text.Encoding.UTF8.GetBytes(pem)));
            return resource;
        }

        var data = format == PublicKeyFormat.DER ? der : System.Text.Encoding.UTF8.GetBytes(pem);
        resource.Put("publicKeyFormat", format, enumsAsIntegers);
        resource["publicKey"] = new JsonObject
        {
            ["data"] = Convert.ToBase64String(data),
            ["crc32cChecksum"] = WireFormat.Int64(Crc32C.Compute(data)),
        };
        return resource;
    }

    private static void PutTime(JsonObject resource, string field, DateTimeOffset? time)
    {
        if (time is { } value)
        {
            resource[field] = WireFormat.Time(value);
        }
    }
}
