using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace WalletService.TestKit.Servers.Aws;

/// <summary>The one symmetric key of the fake.</summary>
internal sealed class FakeAwsEncryption
{
    private const string Alias = "alias/wallet-data";
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);

    /// <summary>The reply; null when the ciphertext was changed, or bound to something else.</summary>
    public JsonObject? Answer(string operation, JsonNode body)
    {
        if (body["KeyId"]!.GetValue<string>() != Alias)
        {
            return null;
        }

        var context = Encoding.UTF8.GetBytes(body["EncryptionContext"]!.ToJsonString());
        return operation == "Encrypt"
            ? Reply("CiphertextBlob", Encrypt(Convert.FromBase64String(body["Plaintext"]!.GetValue<string>()), context))
            : Decrypt(Convert.FromBase64String(body["CiphertextBlob"]!.GetValue<string>()), context) is { } plain ? Reply("Plaintext", plain) : null;
    }

    private static JsonObject Reply(string field, byte[] bytes) => new()
    {
        ["KeyId"] = "arn:aws:kms:eu-central-2:111122223333:key/data",
        ["EncryptionAlgorithm"] = "SYMMETRIC_DEFAULT",
        [field] = Convert.ToBase64String(bytes),
    };

    private byte[] Encrypt(byte[] plain, byte[] context)
    {
        var bytes = new byte[NonceLength + plain.Length + TagLength];
        RandomNumberGenerator.Fill(bytes.AsSpan(0, NonceLength));
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(
            bytes.AsSpan(0, NonceLength), plain, bytes.AsSpan(NonceLength, plain.Length), bytes.AsSpan(NonceLength + plain.Length), context);
        return bytes;
    }

    private byte[]? Decrypt(byte[] bytes, byte[] context)
    {
        var plain = new byte[bytes.Length - NonceLength - TagLength];
        using var aes = new AesGcm(key, TagLength);
        try
        {
            aes.Decrypt(bytes.AsSpan(0, NonceLength), bytes.AsSpan(NonceLength, plain.Length), bytes.AsSpan(NonceLength + plain.Length), plain, context);
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
