using System.Security.Cryptography;
using System.Text;

namespace WalletService.Postgres.Encryption;

/// <summary>
/// Makes of a name what it is found by without being told: HMAC-SHA-256 under a key of the user's own, derived from the index key by
/// HKDF-SHA-256. Equal names of two users have nothing in common.
/// </summary>
internal sealed class NameIndex(byte[] key)
{
    /// <summary>64 lower-case hexadecimal digits.</summary>
    public string Of(string userId, string name)
    {
        var keyOfUser = HKDF.DeriveKey(HashAlgorithmName.SHA256, key, DataKey.Length, info: Encoding.UTF8.GetBytes($"addresses/{userId}"));
        return Convert.ToHexStringLower(HMACSHA256.HashData(keyOfUser, Encoding.UTF8.GetBytes(name)));
    }
}
