namespace WalletService.Domain.Auditing;

/// <summary>The names of chains: a wallet's is its id.</summary>
public static class AuditChains
{
    /// <summary>The chain of what concerns no single wallet.</summary>
    public const string Service = "service";

    /// <summary>Not a chain of entries: the checkpoints, where something is wrong with them.</summary>
    public const string Checkpoints = "checkpoints";
}
