using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace WalletService.Messaging.Callers.Tokens;

/// <summary>Reads the public keys of an issuer: a JWK set (RFC 7517), or PEM with public keys and certificates.</summary>
internal static class TokenKeyFile
{
    private const int MostBytes = 256 * 1024;
    private const int MostKeys = 32;

    /// <summary>NIST SP 800-131A: RSA keys below 2,048 bits are not acceptable.</summary>
    private const int LeastRsaBits = 2_048;

    /// <exception cref="InvalidDataException">The file holds no such keys, or something that does not belong there.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static byte[] Read(string path)
    {
        using var file = File.OpenRead(path);
        var bytes = new byte[MostBytes + 1];
        var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return length <= MostBytes
            ? bytes[..length]
            : throw new InvalidDataException($"it has more than {MostBytes} bytes");
    }

    /// <exception cref="InvalidDataException">The content holds no such keys, or something that does not belong there.</exception>
    public static IReadOnlyList<SecurityKey> Parse(ReadOnlySpan<byte> content)
    {
        var text = Encoding.UTF8.GetString(content).Trim();
        var keys = text.StartsWith('{') ? ParseJson(text) : ParsePem(text);
        return keys.Count is > 0 and <= MostKeys ? keys : throw new InvalidDataException($"it has {keys.Count} keys, and 1 to {MostKeys} are needed");
    }

    private static List<SecurityKey> ParseJson(string text)
    {
        try
        {
            return [.. JsonWebKeySet.Create(text).Keys.Select(Check).Where(key => key.Use is null or "" or JsonWebKeyUseNames.Sig)];
        }
        catch (Exception exception) when (exception is ArgumentException or System.Text.Json.JsonException or FormatException)
        {
            throw new InvalidDataException("it is no JWK set", exception);
        }
    }

    /// <summary>A shared secret would let everybody who checks tokens make them, and a private key has no business here.</summary>
    private static JsonWebKey Check(JsonWebKey key)
    {
        if (key.HasPrivateKey)
        {
            throw new InvalidDataException("it holds a private key or a shared secret; only public keys belong there");
        }

        return key switch
        {
            { Kty: JsonWebAlgorithmsKeyTypes.EllipticCurve, Crv: JsonWebKeyECTypes.P256 } => key,
            { Kty: JsonWebAlgorithmsKeyTypes.RSA, KeySize: >= LeastRsaBits } => key,
            _ => throw NotUsable(),
        };
    }

    private static List<SecurityKey> ParsePem(string text)
    {
        var keys = new List<SecurityKey>();
        var rest = text.AsSpan();
        while (PemEncoding.TryFind(rest, out var fields))
        {
            var label = rest[fields.Label];
            keys.Add(label switch
            {
                "PUBLIC KEY" => ReadKey(Convert.FromBase64String(rest[fields.Base64Data].ToString())),
                "CERTIFICATE" => ReadKey(PublicKeyOf(rest[fields.Location])),
                _ => throw new InvalidDataException($"it holds a {label}; only PUBLIC KEY and CERTIFICATE belong there"),
            });
            rest = rest[fields.Location.End..];
        }

        return keys;
    }

    private static byte[] PublicKeyOf(ReadOnlySpan<char> pem)
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(pem);
            return certificate.PublicKey.ExportSubjectPublicKeyInfo();
        }
        catch (CryptographicException exception)
        {
            throw new InvalidDataException("it holds a certificate that can't be read", exception);
        }
    }

    private static SecurityKey ReadKey(byte[] subjectPublicKeyInfo) =>
        (SecurityKey?)ReadEllipticCurve(subjectPublicKeyInfo) ?? ReadRsa(subjectPublicKeyInfo) ?? throw NotUsable();

    private static ECDsaSecurityKey? ReadEllipticCurve(byte[] subjectPublicKeyInfo)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(subjectPublicKeyInfo, out _);
            if (key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value)
            {
                return new ECDsaSecurityKey(key);
            }
        }
        catch (CryptographicException)
        {
            // Another kind of key.
        }

        key.Dispose();
        return null;
    }

    private static RsaSecurityKey? ReadRsa(byte[] subjectPublicKeyInfo)
    {
        try
        {
            using var key = RSA.Create();
            key.ImportSubjectPublicKeyInfo(subjectPublicKeyInfo, out _);
            return key.KeySize >= LeastRsaBits ? new RsaSecurityKey(key.ExportParameters(includePrivateParameters: false)) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static InvalidDataException NotUsable() =>
        new($"it holds a key that is neither an EC key of P-256 nor an RSA key of at least {LeastRsaBits} bits");
}
