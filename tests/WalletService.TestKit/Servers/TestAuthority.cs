using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace WalletService.TestKit.Servers;

/// <summary>A certificate authority of one's own, for one test.</summary>
public sealed class TestAuthority : IDisposable
{
    private readonly TemporaryFolder _folder = new("authority");
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _certificate;

    /// <summary>Makes an authority that nobody knows yet.</summary>
    public TestAuthority()
    {
        var request = new CertificateRequest("CN=Test authority", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        _certificate = request.CreateSelfSigned(NotBefore, NotAfter);
        File.WriteAllText(AuthorityFile, _certificate.ExportCertificatePem());
    }

    /// <summary>Its certificate in PEM, as the settings <c>AuthorityFile</c> take it.</summary>
    public string AuthorityFile => _folder.PathOf("authority.crt");

    private static DateTimeOffset NotBefore => TimeProvider.System.GetUtcNow().AddHours(-1);

    private static DateTimeOffset NotAfter => TimeProvider.System.GetUtcNow().AddDays(1);

    /// <summary>Vouches for a server of this name, and of no address.</summary>
    public ServerCertificate Issue(string hostName = "localhost")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={hostName}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(hostName);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        using var certificate = request.Create(_certificate, NotBefore, NotAfter.AddHours(-1), RandomNumberGenerator.GetBytes(16));
        var folder = Directory.CreateDirectory(_folder.PathOf(hostName)).FullName;
        File.WriteAllText(Path.Combine(folder, "server.crt"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "server.key"), key.ExportPkcs8PrivateKeyPem());
        return new ServerCertificate(folder);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
        _folder.Dispose();
    }
}

/// <param name="Folder">Where <c>server.crt</c> and <c>server.key</c> are, in PEM.</param>
public sealed record ServerCertificate(string Folder)
{
    /// <summary>Both together.</summary>
    public X509Certificate2 Load()
    {
        using var read = X509Certificate2.CreateFromPemFile(Path.Combine(Folder, "server.crt"), Path.Combine(Folder, "server.key"));
        return X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), password: null);
    }
}
