using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using WalletService.KmsEmulator.Protocol;

namespace WalletService.KmsEmulator.Faults;

/// <summary>Carries out faults: refusals before the work, and damage to the answer after it.</summary>
internal static class FaultInjector
{
    /// <summary>The refusal that a fault answers instead of doing the work; null when the work is done first.</summary>
    public static KmsException? Refusal(Fault fault)
    {
        var delay = TimeSpan.FromMilliseconds(fault.DelayMs);
        return fault.Kind switch
        {
            FaultKind.RateLimited when fault.DelayMs > 0 => new(429, "RESOURCE_EXHAUSTED", "Quota exceeded.", KmsException.RetryInfo(delay)),
            FaultKind.RateLimited => new(429, "RESOURCE_EXHAUSTED", "Quota exceeded."),
            FaultKind.RateLimitedWithRetryAfter => new(429, "RESOURCE_EXHAUSTED", "Quota exceeded.") { RetryAfterSeconds = (int)delay.TotalSeconds },
            FaultKind.Unavailable => new(503, "UNAVAILABLE", "The service is currently unavailable."),
            FaultKind.Internal => new(500, "INTERNAL", "Internal error encountered."),
            FaultKind.DeadlineExceeded => new(504, "DEADLINE_EXCEEDED", "Deadline exceeded."),
            FaultKind.Aborted => new(409, "ABORTED", "The operation was aborted."),
            FaultKind.Unauthenticated => new(401, "UNAUTHENTICATED", "Request had invalid authentication credentials."),
            FaultKind.PermissionDenied => new(
                403,
                "PERMISSION_DENIED",
                "Permission denied on resource (or it may not exist).",
                KmsException.ErrorInfo("IAM_PERMISSION_DENIED")),
            FaultKind.ServiceDisabled => new(
                403,
                "PERMISSION_DENIED",
                "Cloud Key Management Service (KMS) API has not been used in this project before or it is disabled.",
                KmsException.ErrorInfo("SERVICE_DISABLED", ("service", "cloudkms.googleapis.com"))),
            FaultKind.DisabledVersion => KmsException.FailedPrecondition("The version is not enabled, current state is: DISABLED."),
            FaultKind.DataDamagedInTransit => KmsException.InvalidArgument("The checksum in field data_crc32c did not match the data in field data."),
            _ => null,
        };
    }

    /// <summary>Changes the answer of a call that was carried out.</summary>
    public static void Damage(Fault fault, JsonObject reply)
    {
        switch (fault.Kind)
        {
            case FaultKind.WrongSignatureCrc:
                reply["signatureCrc32c"] = WireFormat.Int64((uint)(reply.ReadInt64("signatureCrc32c") ?? 0) ^ 1);
                break;
            case FaultKind.MissingVerifiedDataCrc:
                reply.Remove("verifiedDataCrc32c");
                break;
            case FaultKind.WrongName:
                reply["name"] = reply.ReadString("name") + "0";
                break;
            case FaultKind.FlippedSignatureBit:
                var flipped = reply.ReadBytes("signature")!;
                flipped[10] ^= 1;
                ReplaceSignature(reply, flipped);
                break;
            case FaultKind.ShortSignature:
                ReplaceSignature(reply, reply.ReadBytes("signature")![..63]);
                break;
            case FaultKind.DerSignature:
                ReplaceSignature(reply, DerLike(reply.ReadBytes("signature")!));
                break;
            case FaultKind.WrongProtectionLevel:
                reply["protectionLevel"] = nameof(ProtectionLevel.EXTERNAL);
                break;
            case FaultKind.WrongAlgorithm:
                reply["algorithm"] = nameof(CryptoKeyVersionAlgorithm.EC_SIGN_P256_SHA256);
                break;
            case FaultKind.WrongPemCrc:
                reply["pemCrc32c"] = WireFormat.Int64((uint)(reply.ReadInt64("pemCrc32c") ?? 0) ^ 1);
                break;
            case FaultKind.P256PublicKey:
                ReplacePem(reply);
                break;
            case FaultKind.EmptyObject:
                reply.Clear();
                break;
            default:
                break;
        }
    }

    private static void ReplaceSignature(JsonObject reply, byte[] signature)
    {
        reply["signature"] = Convert.ToBase64String(signature);
        reply["signatureCrc32c"] = WireFormat.Int64(Crc32C.Compute(signature));
    }

    /// <summary>SEQUENCE of two INTEGERs of 32 bytes.</summary>
    private static byte[] DerLike(byte[] signature) => [0x30, 0x44, 0x02, 0x20, .. signature[..32], 0x02, 0x20, .. signature[32..]];

    private static void ReplacePem(JsonObject reply)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var pem = Keys.KeyMaterial.ToPem(key.ExportSubjectPublicKeyInfo());
        reply["pem"] = pem;
        reply["pemCrc32c"] = WireFormat.Int64(Crc32C.Compute(Encoding.UTF8.GetBytes(pem)));
    }
}
