using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace WalletService.Postgres.Encryption;

/// <summary>A data key in memory: AES-256-GCM under random nonces of 96 bits. What it seals opens for the same place only.</summary>
internal sealed class DataKey(int id, byte[] key)
{
    /// <summary>Bytes of the key.</summary>
    public const int Length = 32;

    /// <summary>Format and id of the key, in front of each sealed text.</summary>
    public const int HeaderLength = 5;

    private const byte Format = 1;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    public int Id => id;

    /// <summary>What the wrapping of the key is bound to.</summary>
    public static string Context(int id, string purpose) => $"WalletService data key {id} for {purpose}";

    /// <summary>The bytes with which everything begins that a key has sealed.</summary>
    public static byte[] HeaderOf(int id)
    {
        var header = new byte[HeaderLength];
        header[0] = Format;
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(1), id);
        return header;
    }

    /// <summary>Under which key it was sealed; false when it is nothing that a key has sealed.</summary>
    public static bool TryIdOf(ReadOnlySpan<byte> bytes, out int id)
    {
        var isSealed = bytes.Length >= HeaderLength + NonceLength + TagLength && bytes[0] == Format;
        id = isSealed ? BinaryPrimitives.ReadInt32BigEndian(bytes[1..]) : 0;
        return isSealed;
    }

    /// <param name="place">Table, column and row.</param>
    public byte[] Seal(string text, string place)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var bytes = new byte[HeaderLength + NonceLength + plain.Length + TagLength];
        HeaderOf(id).CopyTo(bytes, 0);
        var nonce = bytes.AsSpan(HeaderLength, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(nonce, plain, bytes.AsSpan(HeaderLength + NonceLength, plain.Length), bytes.AsSpan(bytes.Length - TagLength), Bound(place));
        return bytes;
    }

    /// <exception cref="CryptographicException">It was changed, or belongs somewhere else.</exception>
    public string Open(ReadOnlySpan<byte> bytes, string place)
    {
        var box = bytes[HeaderLength..];
        var plain = new byte[box.Length - NonceLength - TagLength];
        using var aes = new AesGcm(key, TagLength);
        aes.Decrypt(box[..NonceLength], box[NonceLength..^TagLength], box[^TagLength..], plain, Bound(place));
        return Encoding.UTF8.GetString(plain);
    }

    private byte[] Bound(string place) => [.. HeaderOf(id), .. Encoding.UTF8.GetBytes(place)];
}
