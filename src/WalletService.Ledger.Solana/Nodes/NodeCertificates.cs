using System.Net.Security;
using WalletService.Domain.Connections;

namespace WalletService.Ledger.Solana.Nodes;

/// <summary>How the certificates of nodes are judged.</summary>
internal static class NodeCertificates
{
    /// <summary>Null: by the authorities that the machine trusts.</summary>
    public static RemoteCertificateValidationCallback? CheckOf(SolanaOptions options) =>
        options.AuthorityFile is { Length: > 0 } file ? PrivateAuthority.Load(file).Accepts : null;
}
