using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using WalletService.KmsEmulator.Keys;

namespace WalletService.KmsEmulator.Protocol;

/// <summary>Symmetric encryption: AES-256-GCM under the newest version, whose number is in front of the ciphertext.</summary>
internal sealed class EncryptionOperations(KeyVault vault)
{
    private const int LargestPlaintext = 65536;
    private const int NumberLength = 4;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    public IEnumerable<Operation> All()
    {
        const string CryptoKey = "projects/{project}/locations/{location}/keyRings/{keyRing}/cryptoKeys/{cryptoKey}";
        yield return Operation.Of("cryptoKeys.encrypt", "POST", CryptoKey + ":encrypt", Encrypt);
        yield return Operation.Of("cryptoKeys.decrypt", "POST", CryptoKey + ":decrypt", Decrypt);
    }

    private JsonObject Encrypt(KmsCall call)
    {
        var key = Key(call);
        var plaintext = Read(call.Body, "plaintext");
        var context = Read(call.Body, "additionalAuthenticatedData");
        if (plaintext.Length > LargestPlaintext)
        {
            throw KmsException.InvalidArgument($"plaintext must be at most {LargestPlaintext} bytes.");
        }

        var version = key.Versions.FindLast(candidate => candidate.State == CryptoKeyVersionState.ENABLED)
            ?? throw KmsException.FailedPrecondition($"{key.Name} has no enabled version.");
        var ciphertext = new byte[NumberLength + NonceLength + plaintext.Length + TagLength];
        BinaryPrimitives.WriteInt32BigEndian(ciphertext, key.Versions.IndexOf(version) + 1);
        var nonce = ciphertext.AsSpan(NumberLength, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(version.PrivateKey!, TagLength);
        aes.Encrypt(nonce, plaintext, ciphertext.AsSpan(NumberLength + NonceLength, plaintext.Length), ciphertext.AsSpan(ciphertext.Length - TagLength), context);
        var reply = new JsonObject
        {
            ["name"] = version.Name,
            ["ciphertext"] = Convert.ToBase64String(ciphertext),
            ["ciphertextCrc32c"] = WireFormat.Int64(Crc32C.Compute(ciphertext)),
        };
        if (call.Body.ReadInt64("plaintextCrc32c") is not null)
        {
            reply["verifiedPlaintextCrc32c"] = true;
        }

        if (call.Body.ReadInt64("additionalAuthenticatedDataCrc32c") is not null)
        {
            reply["verifiedAdditionalAuthenticatedDataCrc32c"] = true;
        }

        return reply;
    }

    private JsonObject Decrypt(KmsCall call)
    {
        var key = Key(call);
        var ciphertext = Read(call.Body, "ciphertext");
        var context = Read(call.Body, "additionalAuthenticatedData");
        var plaintext = Open(key, ciphertext, context);
        return new JsonObject
        {
            ["plaintext"] = Convert.ToBase64String(plaintext),
            ["plaintextCrc32c"] = WireFormat.Int64(Crc32C.Compute(plaintext)),
        };
    }

    private static byte[] Open(EmulatedCryptoKey key, byte[] ciphertext, byte[] context)
    {
        const string Failure = "Decryption failed: the ciphertext is invalid.";
        if (ciphertext.Length < NumberLength + NonceLength + TagLength)
        {
            throw KmsException.InvalidArgument(Failure);
        }

        var number = BinaryPrimitives.ReadInt32BigEndian(ciphertext);
        if (number < 1 || number > key.Versions.Count || key.Versions[number - 1] is not { State: CryptoKeyVersionState.ENABLED } version)
        {
            throw KmsException.InvalidArgument(Failure);
        }

        var plaintext = new byte[ciphertext.Length - NumberLength - NonceLength - TagLength];
        using var aes = new AesGcm(version.PrivateKey!, TagLength);
        try
        {
            aes.Decrypt(
                ciphertext.AsSpan(NumberLength, NonceLength),
                ciphertext.AsSpan(NumberLength + NonceLength, plaintext.Length),
                ciphertext.AsSpan(ciphertext.Length - TagLength),
                plaintext,
                context);
            return plaintext;
        }
        catch (AuthenticationTagMismatchException)
        {
            throw KmsException.InvalidArgument(Failure);
        }
    }

    private EmulatedCryptoKey Key(KmsCall call)
    {
        var key = vault.CryptoKey(call.KeyRing, call.CryptoKey);
        return key.Purpose == CryptoKeyPurpose.ENCRYPT_DECRYPT
            ? key
            : throw KmsException.FailedPrecondition($"{key.Name} has a purpose that does not allow this operation.");
    }

    /// <summary>A field of bytes, held against its checksum when there is one.</summary>
    private static byte[] Read(JsonObject body, string field)
    {
        var bytes = body.ReadBytes(field) ?? [];
        return body.ReadInt64($"{field}Crc32c") is { } checksum && checksum != Crc32C.Compute(bytes)
            ? throw KmsException.InvalidArgument($"The checksum of {field} did not match.")
            : bytes;
    }
}
