namespace WalletService.Domain.Auditing;

/// <summary>The names of chains: a wallet's is its id.</summary>
public static class AuditChains
{
    /// <summary>The chain of what concerns no single wallet.</summary>
    public const string Service = "service";
}
