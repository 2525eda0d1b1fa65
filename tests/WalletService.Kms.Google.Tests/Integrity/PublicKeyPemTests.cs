using System.Security.Cryptography;
using System.Text;
using WalletService.Kms.Google.Integrity;

namespace WalletService.Kms.Google.Tests.Integrity;

public sealed class PublicKeyPemTests
{
    /// <summary>The keys of RFC 8032 §7.1, tests 1 to 3, as Cloud KMS sends them.</summary>
    [Theory]
    [InlineData("MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", 2538888516, "FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Z")]
    [InlineData("MCowBQYDK2VwAyEAPUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=", 4211421724, "586Z7H2vpX9qNhN2T4e9Utugie3ogjbxzGaMtM3E6HR5")]
    [InlineData("MCowBQYDK2VwAyEA/FHNjmIYoaONpH7QAjDwWAgW7RO6MwOsXeuRFUiQgCU=", 1830658131, "Hyx62wPQGyvXCoihZq1BrbUjBRh2LuNxWiiqMkfAuSZr")]
    public void Reads_the_address(string body, uint checksum, string address)
    {
        var pem = Pem(body);

        Assert.Equal(checksum, Crc32C.Compute(Encoding.UTF8.GetBytes(pem)));
        Assert.Equal(address, PublicKeyPem.ReadAddress(pem)?.Value);
    }

    [Fact]
    public void Refuses_a_P256_key()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Assert.Null(PublicKeyPem.ReadAddress(key.ExportSubjectPublicKeyInfoPem()));
    }

    /// <summary>X25519 (OID 1.3.101.110), a private key's label, a byte too few and too many, no PEM at all.</summary>
    [Theory]
    [InlineData("-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VuAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----\n")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PRIVATE KEY-----\n")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHUQ==\n-----END PUBLIC KEY-----\n")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURoA\n-----END PUBLIC KEY-----\n")]
    [InlineData("11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=")]
    [InlineData("")]
    public void Refuses_anything_else(string pem) => Assert.Null(PublicKeyPem.ReadAddress(pem));

    [Fact]
    public void Refuses_bytes_that_are_no_point_of_the_curve()
    {
        var prefix = Convert.FromHexString("302a300506032b6570032100");
        var notOnCurve = new byte[32];
        notOnCurve[0] = 2;

        Assert.Null(PublicKeyPem.ReadAddress(Pem(Convert.ToBase64String([.. prefix, .. notOnCurve]))));
        Assert.Null(PublicKeyPem.ReadAddress(Pem(Convert.ToBase64String([.. prefix, .. new byte[32]]))));
    }

    private static string Pem(string body) => $"-----BEGIN PUBLIC KEY-----\n{body}\n-----END PUBLIC KEY-----\n";
}
