namespace WalletService.Ledger.Solana;

/// <summary>When a node is used.</summary>
public enum NodeRole
{
    /// <summary>Always.</summary>
    Primary,

    /// <summary>While no primary node is healthy.</summary>
    Backup,
}
