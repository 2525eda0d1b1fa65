using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using WalletService.TestKit.Servers;

namespace WalletService.Messaging.Tests.Fixture;

/// <summary>Makes tokens, good ones and bad ones, from bytes: by none of the code that checks them.</summary>
internal sealed class CallerTokenIssuer : IDisposable
{
    public const string Issuer = "https://issuer.example/";
    public const string Audience = "wallet-service";

    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly RSA rsa = RSA.Create(2_048);

    /// <summary>The public key as PEM.</summary>
    public string Pem => key.ExportSubjectPublicKeyInfoPem();

    public string RsaPem => rsa.ExportSubjectPublicKeyInfoPem();

    public string PrivatePem => key.ExportPkcs8PrivateKeyPem();

    /// <summary>Both public keys as a JWK set.</summary>
    public string KeySet
    {
        get
        {
            var point = key.ExportParameters(includePrivateParameters: false).Q;
            var modulus = rsa.ExportParameters(includePrivateParameters: false);
            return JsonSerializer.Serialize(new
            {
                keys = new object[]
                {
                    new { kty = "EC", crv = "P-256", kid = "one", use = "sig", x = Text(point.X!), y = Text(point.Y!) },
                    new { kty = "RSA", kid = "two", n = Text(modulus.Modulus!), e = Text(modulus.Exponent!) },
                },
            });
        }
    }

    /// <summary>The claims of a token that is good for ten minutes from now on.</summary>
    public static JsonObject Claims(string caller, DateTimeOffset now) => new()
    {
        ["iss"] = Issuer,
        ["aud"] = Audience,
        ["sub"] = caller,
        ["iat"] = now.ToUnixTimeSeconds(),
        ["exp"] = now.AddMinutes(10).ToUnixTimeSeconds(),
    };

    public string Sign(JsonObject claims, string algorithm = "ES256", JsonObject? header = null)
    {
        var given = header ?? [];
        given["alg"] = algorithm;
        given["typ"] = "JWT";
        var signed = $"{Text(given)}.{Text(claims)}";
        var bytes = Encoding.ASCII.GetBytes(signed);
        var signature = algorithm switch
        {
            "ES256" => key.SignData(bytes, HashAlgorithmName.SHA256),
            "RS256" => rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            "PS256" => rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
            "HS256" => HMACSHA256.HashData(Encoding.UTF8.GetBytes(Pem), bytes),
            _ => [],
        };

        // Whoever has this part, with the rest that anybody could write, is taken for the caller.
        return signature.Length > 0 ? $"{signed}.{TestSecrets.Add(Text(signature))}" : $"{signed}.";
    }

    public void Dispose()
    {
        key.Dispose();
        rsa.Dispose();
    }

    private static string Text(JsonObject json) => Text(Encoding.UTF8.GetBytes(json.ToJsonString()));

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
