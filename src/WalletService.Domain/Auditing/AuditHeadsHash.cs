using System.Security.Cryptography;
using System.Text;

namespace WalletService.Domain.Auditing;

/// <summary>SHA-256 over heads in the ordinal order of their chains, one <c>chain hash</c> a line, as 64 lower-case hex digits.</summary>
public sealed class AuditHeadsHash : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public long Count { get; private set; }

    public static string Of(IEnumerable<AuditHead> heads)
    {
        using var all = new AuditHeadsHash();
        foreach (var head in heads.OrderBy(head => head.Chain, StringComparer.Ordinal))
        {
            all.Add(head);
        }

        return all.Finish();
    }

    public void Add(AuditHead head)
    {
        Count++;
        hash.AppendData(Encoding.UTF8.GetBytes($"{head.Chain} {head.Hash}\n"));
    }

    public string Finish() => Convert.ToHexStringLower(hash.GetHashAndReset());

    public void Dispose() => hash.Dispose();
}
