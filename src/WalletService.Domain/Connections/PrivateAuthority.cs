using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace WalletService.Domain.Connections;

/// <summary>
/// Checks servers' certificates against an authority of one's own, in place of those that the machine trusts. The host's name, the dates
/// and the purpose are checked as ever; only who vouches for the certificate is another.
/// </summary>
public sealed class PrivateAuthority
{
    /// <summary>The purpose "TLS server" of RFC 5280, section 4.2.1.12.</summary>
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private readonly X509Certificate2Collection roots;

    private PrivateAuthority(X509Certificate2Collection roots) => this.roots = roots;

    /// <param name="file">Certificates in PEM, one after the other.</param>
    /// <exception cref="CryptographicException">There is no such file, or no certificate in it.</exception>
    public static PrivateAuthority Load(string file)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPemFile(file);
        }
        catch (IOException exception)
        {
            throw new CryptographicException($"The certificates of {file} can't be read.", exception);
        }

        return certificates.Count > 0 ? new PrivateAuthority(certificates) : throw new CryptographicException($"There is no certificate in {file}.");
    }

    /// <summary>What is wrong with a file of certificates; null when nothing is, and when no file is named.</summary>
    public static string? FindProblem(string? file)
    {
        try
        {
            _ = string.IsNullOrEmpty(file) ? null : Load(file);
            return null;
        }
        catch (CryptographicException exception)
        {
            return exception.Message;
        }
    }

    /// <summary>Fits <see cref="RemoteCertificateValidationCallback"/>.</summary>
    public bool Accepts(object sender, X509Certificate? certificate, X509Chain? presented, SslPolicyErrors errors)
    {
        // An unknown authority is the one error that this one can put right.
        if (certificate is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
        {
            return false;
        }

        using var server = new X509Certificate2(certificate);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(roots);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        foreach (var element in presented?.ChainElements.AsEnumerable() ?? [])
        {
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        return chain.Build(server);
    }
}
